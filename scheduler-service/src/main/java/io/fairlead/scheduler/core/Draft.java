package io.fairlead.scheduler.core;

import io.fairlead.proto.events.FaultStateChange;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A decision in the making. Each change is visible in {@link #state} at once, so that what comes
 * later in the same decision builds on it; {@link #rollBack} takes all of them back, so that
 * planning leaves no trace.
 */
final class Draft {
  private final ClusterState state;
  private final Instant now;
  private final Ids ids;
  private final List<Change> changes = new ArrayList<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final TreeSet<String> touchedServices = new TreeSet<>();
  private final Map<String, List<TaskRecord>> ended = new HashMap<>();
  private boolean roomTouched;

  Draft(ClusterState state, Instant now, Ids ids) {
    this.state = state;
    this.now = now;
    this.ids = ids;
  }

  ClusterState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  Ids ids() {
    return ids;
  }

  void put(ClusterRecord record) {
    add(Change.newBuilder().setCluster(record).build());
  }

  /** Makes sure that the cluster knows a revision that it uses. */
  void use(TaskDefinitionRecord record) {
    Optional<TaskDefinitionRecord> known =
        state.definition(record.getDefinition().getTaskDefinitionArn());
    if (known.isEmpty()) {
      add(Change.newBuilder().setDefinition(record).build());
    }
  }

  void put(InstanceRecord record) {
    add(Change.newBuilder().setInstance(record).build());
    roomTouched = true;
  }

  void put(ServiceRecord record) {
    add(Change.newBuilder().setService(record).build());
    touchedServices.add(record.getService().getServiceName());
  }

  void put(ServiceEventRecord record) {
    add(Change.newBuilder().setServiceEvent(record).build());
  }

  void put(TaskRecord record) {
    noteEnd(record);
    add(Change.newBuilder().setTask(record).build());
    if (!record.getService().isEmpty()) {
      touchedServices.add(record.getService());
    }
  }

  private void noteEnd(TaskRecord next) {
    if (!next.getTask().getLastStatus().equals("STOPPED") || wasStopped(next)) {
      return;
    }
    roomTouched = true;
    if (!next.getService().isEmpty()) {
      ended.computeIfAbsent(next.getService(), service -> new ArrayList<>()).add(next);
    }
  }

  private boolean wasStopped(TaskRecord next) {
    return state
        .task(next.getTask().getTaskArn())
        .filter(known -> known.getTask().getLastStatus().equals("STOPPED"))
        .isPresent();
  }

  void put(FaultStateChange fault) {
    add(Change.newBuilder().setFault(fault).build());
  }

  void put(TokenRecord record) {
    add(Change.newBuilder().setToken(record).build());
  }

  void forget(Forget forget) {
    add(Change.newBuilder().setForget(forget).build());
  }

  private void add(Change change) {
    undo.push(state.apply(change));
    changes.add(change);
  }

  /** Marks a service as one that must be looked at before the decision is complete. */
  void touch(String service) {
    touchedServices.add(service);
  }

  /** The same of the services that have tasks there. */
  void touchServices(InstanceState instance) {
    instance.services().filter(Predicate.not(String::isEmpty)).forEach(this::touch);
  }

  /** A service that has been touched since it was last taken. */
  Optional<String> takeTouchedService() {
    return Optional.ofNullable(touchedServices.pollFirst());
  }

  /**
   * Whether an instance has changed or a task has stopped, so that what waited may be placed now.
   */
  boolean takeRoomTouched() {
    boolean touched = roomTouched;
    roomTouched = false;
    return touched;
  }

  /** The service's tasks that have stopped since this was last asked, in the order of their end. */
  List<TaskRecord> takeEnded(String service) {
    List<TaskRecord> tasks = ended.remove(service);
    return tasks == null ? List.of() : tasks;
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  void rollBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
