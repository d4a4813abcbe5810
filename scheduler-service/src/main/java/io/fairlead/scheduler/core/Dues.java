package io.fairlead.scheduler.core;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** All that is due one day, the earliest first. */
final class Dues {
  private final NavigableSet<Due> all = new TreeSet<>();

  /** What was due is no longer, and something else may be instead. */
  void swap(Optional<Due> previous, Optional<Due> next) {
    previous.ifPresent(all::remove);
    next.ifPresent(all::add);
  }

  void add(Optional<Due> due) {
    due.ifPresent(all::add);
  }

  void remove(Optional<Due> due) {
    due.ifPresent(all::remove);
  }

  /** What is due up to a moment. */
  List<Due> until(Instant moment) {
    return all.stream().takeWhile(due -> !due.at().isAfter(moment)).toList();
  }

  /** When something is due next. */
  Optional<Instant> next() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.first().at());
  }
}
