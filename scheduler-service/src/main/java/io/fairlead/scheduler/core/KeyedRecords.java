package io.fairlead.scheduler.core;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records of one kind, by key, and what is due of them. */
final class KeyedRecords<V> {
  private final SortedMap<String, V> all = new TreeMap<>();
  private final Dues dues;
  private final Function<V, Optional<Due>> due;

  /**
   * @param dues kept up with {@code due} of each record
   */
  KeyedRecords(Dues dues, Function<V, Optional<Due>> due) {
    this.dues = dues;
    this.due = due;
  }

  /** Takes a record in, or lets the key's go where there is none. The result undoes it. */
  Runnable put(String key, @Nullable V next) {
    V previous = next == null ? all.remove(key) : all.put(key, next);
    dues.swap(Optional.ofNullable(previous).flatMap(due), Optional.ofNullable(next).flatMap(due));
    return () -> put(key, previous);
  }

  Optional<V> get(String key) {
    return Optional.ofNullable(all.get(key));
  }

  /** By key. */
  Collection<V> all() {
    return all.values();
  }
}
