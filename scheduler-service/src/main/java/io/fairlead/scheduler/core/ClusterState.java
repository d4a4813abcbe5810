package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one cluster, as the fold of its changes. The same {@link #apply} runs live and
 * on recovery. Belongs to one thread.
 */
public final class ClusterState {
  /** How many events a service shows, as in ECS. */
  public static final int EVENTS_SHOWN = EventLists.SHOWN;

  private final String name;
  private @Nullable ClusterRecord cluster;
  private final Dues dues = new Dues();
  private final KeyedRecords<TaskDefinitionRecord> definitions =
      new KeyedRecords<>(dues, _ -> Optional.empty());
  private final TaskTable tasks = new TaskTable();
  private final InstanceTable instances = new InstanceTable(tasks.records());
  private final KeyedRecords<ServiceRecord> services = new KeyedRecords<>(dues, Due::of);
  private final EventLists events = new EventLists();
  private final KeyedRecords<TokenRecord> tokens =
      new KeyedRecords<>(dues, token -> Optional.of(Due.of(token)));

  public ClusterState(String name) {
    this.name = name;
  }

  /** Folds a change in. The result undoes it, if run before any other change is applied. */
  public Runnable apply(Change change) {
    return switch (change.getChangeCase()) {
      case CLUSTER -> setCluster(change.getCluster());
      case DEFINITION -> putDefinition(change.getDefinition());
      case INSTANCE -> putInstance(change.getInstance());
      case SERVICE ->
          services.put(change.getService().getService().getServiceName(), change.getService());
      case SERVICE_EVENT -> events.add(change.getServiceEvent());
      case TASK -> putTask(tasks.pack(change.getTask()));
      case TOKEN -> tokens.put(change.getToken().getKey(), change.getToken());
      case FORGET -> forget(change.getForget());
      case FAULT -> () -> {};
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("empty change");
    };
  }

  /**
   * Reads a container instance as it was stored, in the bytes of its {@link InstanceRecord}; may
   * run in another thread, in which then no other change is made, ahead of {@link #takeInstances}.
   */
  public Packed<InstanceRecord> readInstance(ByteBuffer instance) {
    return instances.pack(instance);
  }

  /** Folds in what was read. */
  public void takeInstances(List<Packed<InstanceRecord>> read) {
    for (Packed<InstanceRecord> instance : read) {
      replaceInstance(instance.arn(), instance);
    }
  }

  /** The same of a task, in the bytes of its {@link TaskRecord}, as {@link #readInstance}. */
  public Packed<TaskRecord> readTask(ByteBuffer task) {
    // Kept here, as both threads would fight over what counts that.
    return tasks.records().keep(task);
  }

  /** Folds in what was read. */
  public void takeTasks(List<Packed<TaskRecord>> read) {
    List<Packed<TaskRecord>> running = new ArrayList<>(read.size());
    for (Packed<TaskRecord> task : read) {
      tasks.load(task);
      if (TaskTable.isStopped(task)) {
        link(task);
      } else {
        running.add(task);
      }
    }
    instances.addAll(running);
  }

  private Runnable setCluster(@Nullable ClusterRecord next) {
    ClusterRecord previous = cluster;
    cluster = next;
    return () -> cluster = previous;
  }

  private Runnable putDefinition(TaskDefinitionRecord next) {
    return definitions.put(next.getDefinition().getTaskDefinitionArn(), next);
  }

  private Runnable putInstance(InstanceRecord next) {
    String arn = next.getInstance().getContainerInstanceArn();
    Packed<InstanceRecord> previous = replaceInstance(arn, instances.pack(next));
    return () -> replaceInstance(arn, previous);
  }

  private @Nullable Packed<InstanceRecord> replaceInstance(
      String arn, @Nullable Packed<InstanceRecord> next) {
    Packed<InstanceRecord> previous = next == null ? instances.remove(arn) : instances.put(next);
    dues.swap(due(previous), due(next));
    return previous;
  }

  private Optional<Due> due(@Nullable Packed<InstanceRecord> row) {
    if (row == null || row.shares(InstanceRecord.LOST_AT_FIELD_NUMBER)) {
      return Optional.empty();
    }
    return Due.of(instances.unpack(row));
  }

  private Runnable putTask(Packed<TaskRecord> next) {
    Packed<TaskRecord> previous = tasks.put(next);
    unlink(previous);
    link(next);
    return previous == null ? () -> removeTask(next.arn()) : () -> putTask(previous);
  }

  private @Nullable Packed<TaskRecord> removeTask(String arn) {
    Packed<TaskRecord> previous = tasks.remove(arn);
    unlink(previous);
    return previous;
  }

  private void unlink(@Nullable Packed<TaskRecord> task) {
    if (task == null) {
      return;
    }
    if (TaskTable.isStopped(task)) {
      dues.remove(Due.of(tasks.records().unpack(task)));
    } else {
      instances.remove(task);
    }
  }

  private void link(Packed<TaskRecord> task) {
    if (TaskTable.isStopped(task)) {
      dues.add(Due.of(tasks.records().unpack(task)));
    } else {
      instances.add(task);
    }
  }

  private Runnable forget(Forget forget) {
    if (!forget.getTaskArn().isEmpty()) {
      Packed<TaskRecord> task = removeTask(forget.getTaskArn());
      return task == null ? () -> {} : () -> putTask(task);
    }
    if (!forget.getServiceArn().isEmpty()) {
      return forgetService(Arn.nameOf(forget.getServiceArn()));
    }
    if (!forget.getInstanceArn().isEmpty()) {
      String arn = forget.getInstanceArn();
      Packed<InstanceRecord> instance = replaceInstance(arn, null);
      return instance == null ? () -> {} : () -> replaceInstance(arn, instance);
    }
    return tokens.put(forget.getTokenKey(), null);
  }

  private Runnable forgetService(String name) {
    Runnable service = services.put(name, null);
    Runnable events = this.events.remove(name);
    return () -> {
      service.run();
      events.run();
    };
  }

  public String name() {
    return name;
  }

  /** The cluster itself; empty before it is created. May be INACTIVE. */
  public Optional<ClusterRecord> cluster() {
    return Optional.ofNullable(cluster);
  }

  public Optional<TaskDefinitionRecord> definition(String arn) {
    return definitions.get(arn);
  }

  public Optional<InstanceState> instance(String arn) {
    return Optional.ofNullable(instances.get(arn));
  }

  /** All container instances, by ARN. */
  public Collection<InstanceState> instances() {
    return instances.all();
  }

  /**
   * The sessions of which the state tells now, and the ends of such; each is looked up when it is
   * its turn.
   */
  public Iterator<Input.Recovered.Session> sessions() {
    return instances.sessions();
  }

  /** The ARNs of the instances that are drained. */
  SortedSet<String> draining() {
    return instances.draining();
  }

  /** The ARNs of the instances of which nothing is heard, while most answer. */
  SortedSet<String> silent() {
    return instances.silent();
  }

  /** All container instances, as placement finds them. */
  PlacementIndex index() {
    return instances.index();
  }

  public Optional<ServiceRecord> service(String serviceName) {
    return services.get(serviceName);
  }

  /** All services, by name; deleted ones stay for {@link Due#KEPT}. */
  public Collection<ServiceRecord> services() {
    return services.all();
  }

  /** The service's events, newest first. */
  public List<ServiceEvent> events(String serviceName) {
    return events.of(serviceName);
  }

  public Optional<TaskRecord> task(String arn) {
    return tasks.get(arn);
  }

  /** All tasks in memory, by ARN; stopped ones stay for {@link Due#KEPT}. */
  public Collection<TaskRecord> tasks() {
    return tasks.all();
  }

  /** How many tasks have not stopped and no agent has told of yet. */
  public int unheardTasks() {
    return tasks.unheard();
  }

  /**
   * The ARNs, in their order, of the tasks in memory that pass.
   *
   * @param shared tests statuses, service, deployment, group, definition, startedBy and launchType;
   *     all else may be left out of the record that it gets
   */
  Stream<String> taskArns(Predicate<TaskRecord> shared) {
    return tasks.arns(shared);
  }

  /** The same of the tasks that are or were on that instance. */
  Stream<String> taskArns(Predicate<TaskRecord> shared, String instance) {
    return tasks.arnsOn(instance, shared);
  }

  /** Whether there is a task that has not stopped. */
  boolean hasRunningTasks() {
    return tasks.anyRuns();
  }

  /** The service's tasks that have not stopped, by ARN. */
  public Collection<TaskRecord> tasksOf(String serviceName) {
    return tasks.of(serviceName);
  }

  /** The same, by what is alike. */
  List<Cohort> cohortsOf(String serviceName) {
    return tasks.cohortsOf(serviceName);
  }

  public Optional<TokenRecord> token(String key) {
    return tokens.get(key);
  }

  /** What is due up to a moment, earliest first. */
  public List<Due> due(Instant until) {
    return dues.until(until);
  }

  /** When something is due next. */
  public Optional<Instant> nextDue() {
    return dues.next();
  }
}
