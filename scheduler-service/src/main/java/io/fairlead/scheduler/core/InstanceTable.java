package io.fairlead.scheduler.core;

import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.packed.PackedList;
import io.fairlead.scheduler.core.packed.PackedTable;
import io.fairlead.scheduler.core.packed.Records;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster's container instances, packed, with the tasks on them that have not stopped. */
final class InstanceTable {
  private static final Comparator<InstanceState> BY_ARN = Comparator.comparing(InstanceState::arn);

  private final Records<InstanceRecord> records = Records.ofInstances();
  private final Records<TaskRecord> taskRecords;
  private final PackedTable<InstanceState> byArn = new PackedTable<>();
  private final List<InstanceState> inOrder = new ArrayList<>();
  private final SortedSet<String> draining = new TreeSet<>();
  private final SortedSet<String> silent = new TreeSet<>();
  private int connected;
  private final PlacementIndex index = new PlacementIndex();
  // Tasks on instances that are not known, as changes may come in any order.
  private final Map<String, PackedList<TaskRecord>> strays = new HashMap<>();

  InstanceTable(Records<TaskRecord> taskRecords) {
    this.taskRecords = taskRecords;
  }

  Packed<InstanceRecord> pack(InstanceRecord record) {
    return records.pack(record, record.getInstance().getContainerInstanceArn());
  }

  Packed<InstanceRecord> pack(ByteBuffer record) {
    return records.pack(record);
  }

  InstanceRecord unpack(Packed<InstanceRecord> row) {
    return records.unpack(row);
  }

  /** Takes an instance in; the result is what was known of it. */
  @Nullable Packed<InstanceRecord> put(Packed<InstanceRecord> row) {
    String arn = row.arn();
    InstanceState known = byArn.get(arn);
    Packed<InstanceRecord> previous = null;
    if (known == null) {
      join(arn, row);
    } else {
      previous = known.replace(row);
    }
    records.replace(previous, row);
    note(arn, previous, row);
    return previous;
  }

  private void join(String arn, Packed<InstanceRecord> row) {
    PackedList<TaskRecord> waiting = strays.remove(arn);
    InstanceState joined =
        new InstanceState(
            row, records, taskRecords, waiting == null ? new PackedList<>() : waiting);
    byArn.put(joined);
    inOrder.add(place(joined), joined);
    index.join(joined.place());
  }

  private int place(InstanceState instance) {
    boolean last = inOrder.isEmpty() || BY_ARN.compare(inOrder.getLast(), instance) < 0;
    return last ? inOrder.size() : -Collections.binarySearch(inOrder, instance, BY_ARN) - 1;
  }

  private void note(
      String arn, @Nullable Packed<InstanceRecord> before, @Nullable Packed<InstanceRecord> after) {
    note(draining, arn, isDraining(after));
    note(silent, arn, after != null && after.shared().getSilent());
    connected += (isConnected(after) ? 1 : 0) - (isConnected(before) ? 1 : 0);
  }

  private static void note(SortedSet<String> those, String arn, boolean isOne) {
    if (isOne) {
      those.add(arn);
    } else if (!those.isEmpty()) {
      those.remove(arn);
    }
  }

  private static boolean isDraining(@Nullable Packed<InstanceRecord> row) {
    return row != null && row.shared().getInstance().getStatus().equals(Instances.DRAINING);
  }

  private static boolean isConnected(@Nullable Packed<InstanceRecord> row) {
    return row != null && row.shared().getInstance().getAgentConnected();
  }

  /** Lets an instance go; the result is what was known of it. Its tasks stay. */
  @Nullable Packed<InstanceRecord> remove(String arn) {
    InstanceState known = byArn.remove(arn);
    if (known == null) {
      return null;
    }
    inOrder.remove(Collections.binarySearch(inOrder, known, BY_ARN));
    records.replace(known.row(), null);
    note(arn, known.row(), null);
    index.leave(known.place());
    if (!known.rows().isEmpty()) {
      strays.put(arn, known.rows());
    }
    return known.row();
  }

  /** A task that has not stopped is where it says. */
  void add(Packed<TaskRecord> task) {
    add(task, byArn.host(task));
  }

  /** The same of many. */
  void addAll(List<Packed<TaskRecord>> tasks) {
    // All are looked up before any is added: a look waits for memory, but not for the one before.
    List<@Nullable InstanceState> hosts = new ArrayList<>(tasks.size());
    for (Packed<TaskRecord> task : tasks) {
      hosts.add(byArn.host(task));
    }
    for (int i = 0; i < tasks.size(); i++) {
      add(tasks.get(i), hosts.get(i));
    }
  }

  private void add(Packed<TaskRecord> task, @Nullable InstanceState host) {
    if (host == null) {
      strays.computeIfAbsent(task.host(), _ -> new PackedList<>()).add(task);
    } else {
      host.add(task);
    }
  }

  /** A task is no longer there. */
  void remove(Packed<TaskRecord> task) {
    InstanceState instance = byArn.host(task);
    if (instance != null) {
      instance.remove(task);
      return;
    }
    String host = task.host();
    PackedList<TaskRecord> waiting = strays.get(host);
    if (waiting != null && waiting.remove(task) && waiting.isEmpty()) {
      strays.remove(host);
    }
  }

  @Nullable InstanceState get(String arn) {
    return byArn.get(arn);
  }

  /** All of them, by ARN. */
  Collection<InstanceState> all() {
    return Collections.unmodifiableList(inOrder);
  }

  /** The sessions of those that are connected, or that have a lease's time to come back. */
  Iterator<Input.Recovered.Session> sessions() {
    List<Packed<InstanceRecord>> now =
        inOrder.stream().map(InstanceState::row).filter(InstanceTable::hasSession).toList();
    return now.stream()
        .map(row -> new Input.Recovered.Session(row.arn(), records.unpack(row).getEpoch()))
        .iterator();
  }

  private static boolean hasSession(Packed<InstanceRecord> row) {
    return isConnected(row) || !row.shares(InstanceRecord.LOST_AT_FIELD_NUMBER);
  }

  /** The ARNs of those that are drained. */
  SortedSet<String> draining() {
    return Collections.unmodifiableSortedSet(draining);
  }

  /**
   * The ARNs of those of which nothing is heard, while at least as many answer: where more fall
   * silent than that, the fault is likelier on this side, and none counts.
   */
  SortedSet<String> silent() {
    return silent.size() <= connected
        ? Collections.unmodifiableSortedSet(silent)
        : Collections.emptySortedSet();
  }

  PlacementIndex index() {
    return index;
  }
}
