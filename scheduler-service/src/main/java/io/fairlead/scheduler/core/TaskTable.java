package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.packed.PackedTable;
import io.fairlead.scheduler.core.packed.Records;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster's tasks, packed: by ARN, and those that have not stopped by service. */
final class TaskTable {
  private final Records<TaskRecord> records = Records.ofTasks();
  private final PackedTable<Packed<TaskRecord>> all = new PackedTable<>();
  private final Cohorts cohorts = new Cohorts(records);
  private int unheard;

  /** Tasks that are made whole one after the other. */
  private final class Whole extends AbstractCollection<TaskRecord> {
    private final Supplier<Stream<Packed<TaskRecord>>> rows;
    private final int size;

    Whole(Supplier<Stream<Packed<TaskRecord>>> rows, int size) {
      this.rows = rows;
      this.size = size;
    }

    @Override
    public Iterator<TaskRecord> iterator() {
      return rows.get().map(records::unpack).iterator();
    }

    @Override
    public int size() {
      return size;
    }
  }

  Records<TaskRecord> records() {
    return records;
  }

  Packed<TaskRecord> pack(TaskRecord record) {
    return records.pack(record, record.getTask().getTaskArn());
  }

  static boolean isStopped(Packed<TaskRecord> row) {
    return row.shared().getTask().getLastStatus().equals("STOPPED");
  }

  /** Whether no agent has told of the task yet, and one is to. */
  private static boolean isUnheard(Packed<TaskRecord> row) {
    return !row.shared().getTask().hasConnectivity() && !isStopped(row);
  }

  /** Takes a task in; the result is what was known of it. */
  @Nullable Packed<TaskRecord> put(Packed<TaskRecord> row) {
    Packed<TaskRecord> previous = link(row);
    records.replace(previous, row);
    return previous;
  }

  /** Takes in one that is new, and that {@link Records#keep} has packed. */
  void load(Packed<TaskRecord> row) {
    records.replace(link(row), null);
  }

  private @Nullable Packed<TaskRecord> link(Packed<TaskRecord> row) {
    Packed<TaskRecord> previous = all.put(row);
    if (previous != null) {
      unlink(previous);
    }
    if (isOfService(row)) {
      cohorts.add(row);
    }
    unheard += isUnheard(row) ? 1 : 0;
    return previous;
  }

  /** Lets a task go; the result is what was known of it. */
  @Nullable Packed<TaskRecord> remove(String arn) {
    Packed<TaskRecord> previous = all.remove(arn);
    records.replace(previous, null);
    if (previous != null) {
      unlink(previous);
    }
    return previous;
  }

  private void unlink(Packed<TaskRecord> row) {
    if (isOfService(row)) {
      cohorts.remove(row);
    }
    unheard -= isUnheard(row) ? 1 : 0;
  }

  private static boolean isOfService(Packed<TaskRecord> row) {
    return !row.shared().getService().isEmpty() && !isStopped(row);
  }

  Optional<TaskRecord> get(String arn) {
    return Optional.ofNullable(all.get(arn)).map(records::unpack);
  }

  int size() {
    return all.size();
  }

  /** How many have not stopped and no agent has told of yet. */
  int unheard() {
    return unheard;
  }

  /** All tasks, by ARN. */
  Collection<TaskRecord> all() {
    return new Whole(() -> all.stream().sorted(), all.size());
  }

  /** The ARNs of the tasks whose {@link Packed#shared} part passes, in their order. */
  Stream<String> arns(Predicate<TaskRecord> shared) {
    return all.stream().filter(row -> shared.test(row.shared())).sorted().map(Packed::arn);
  }

  /** The same of the tasks that are or were on that instance. */
  Stream<String> arnsOn(String instance, Predicate<TaskRecord> shared) {
    return all.stream()
        .filter(row -> shared.test(row.shared()) && row.isOn(instance))
        .sorted()
        .map(Packed::arn);
  }

  boolean anyRuns() {
    return all.stream().anyMatch(row -> !isStopped(row));
  }

  /** The service's tasks that have not stopped, by ARN. */
  Collection<TaskRecord> of(String service) {
    List<Cohort> own = cohorts.of(service);
    return new Whole(
        () -> own.stream().flatMap(Cohort::rows).sorted(),
        own.stream().mapToInt(Cohort::size).sum());
  }

  /** The same, by what is alike. */
  List<Cohort> cohortsOf(String service) {
    return cohorts.of(service);
  }
}
