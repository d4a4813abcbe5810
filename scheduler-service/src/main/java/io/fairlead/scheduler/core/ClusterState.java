package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import io.fairlead.scheduler.core.placement.PlacementIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one cluster, as the fold of its changes. The same {@link #apply} runs live and
 * on recovery. Belongs to one thread.
 */
public final class ClusterState {
  /** How many events a service shows, as in ECS. */
  public static final int EVENTS_SHOWN = 100;

  private final String name;
  private @Nullable ClusterRecord cluster;
  private final SortedMap<String, TaskDefinitionRecord> definitions = new TreeMap<>();
  private final SortedMap<String, InstanceState> instances = new TreeMap<>();
  private final PlacementIndex index = new PlacementIndex();
  private final SortedMap<String, ServiceRecord> services = new TreeMap<>();
  private final Map<String, List<ServiceEvent>> serviceEvents = new TreeMap<>();
  private final SortedMap<String, TaskRecord> tasks = new TreeMap<>();
  private final Map<String, SortedMap<String, TaskRecord>> tasksByService = new TreeMap<>();
  private final SortedMap<String, TokenRecord> tokens = new TreeMap<>();
  private final NavigableSet<Due> dues = new TreeSet<>();

  public ClusterState(String name) {
    this.name = name;
  }

  /** Folds a change in. The result undoes it, if run before any other change is applied. */
  public Runnable apply(Change change) {
    return switch (change.getChangeCase()) {
      case CLUSTER -> setCluster(change.getCluster());
      case DEFINITION -> putDefinition(change.getDefinition());
      case INSTANCE -> putInstance(change.getInstance());
      case SERVICE -> putService(change.getService());
      case SERVICE_EVENT -> addEvent(change.getServiceEvent());
      case TASK -> putTask(change.getTask());
      case TOKEN -> putToken(change.getToken());
      case FORGET -> forget(change.getForget());
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("empty change");
    };
  }

  private Runnable setCluster(@Nullable ClusterRecord next) {
    ClusterRecord previous = cluster;
    cluster = next;
    return () -> cluster = previous;
  }

  private Runnable putDefinition(TaskDefinitionRecord next) {
    String arn = next.getDefinition().getTaskDefinitionArn();
    TaskDefinitionRecord previous = definitions.put(arn, next);
    return () -> restore(definitions, arn, previous);
  }

  private static <V> void restore(Map<String, V> map, String key, @Nullable V previous) {
    if (previous == null) {
      map.remove(key);
    } else {
      map.put(key, previous);
    }
  }

  private Runnable putInstance(InstanceRecord next) {
    String arn = next.getInstance().getContainerInstanceArn();
    InstanceState known = instances.get(arn);
    Due.of(next).ifPresent(dues::add);
    if (known == null) {
      InstanceState joined = new InstanceState(next);
      instances.put(arn, joined);
      index.join(joined.place());
      addTasks(joined);
      return () -> {
        instances.remove(arn);
        index.leave(joined.place());
        Due.of(next).ifPresent(dues::remove);
      };
    }
    InstanceRecord previous = known.record();
    swapDue(Due.of(previous), Due.of(next));
    known.replace(next);
    return () -> {
      known.replace(previous);
      swapDue(Due.of(next), Due.of(previous));
    };
  }

  /** Tasks may have been folded in before their instance, as recovery reads one kind at a time. */
  private void addTasks(InstanceState instance) {
    tasks.values().stream()
        .filter(task -> task.getTask().getContainerInstanceArn().equals(instance.arn()))
        .filter(task -> !task.getTask().getLastStatus().equals("STOPPED"))
        .forEach(instance::add);
  }

  private void swapDue(Optional<Due> previous, Optional<Due> next) {
    previous.ifPresent(dues::remove);
    next.ifPresent(dues::add);
  }

  private Runnable putService(ServiceRecord next) {
    String key = next.getService().getServiceName();
    ServiceRecord previous = replaceService(key, next);
    return () -> replaceService(key, previous);
  }

  private @Nullable ServiceRecord replaceService(String key, @Nullable ServiceRecord next) {
    ServiceRecord previous = next == null ? services.remove(key) : services.put(key, next);
    swapDue(
        Optional.ofNullable(previous).flatMap(Due::of), Optional.ofNullable(next).flatMap(Due::of));
    return previous;
  }

  private Runnable addEvent(ServiceEventRecord event) {
    if (!event.hasEvent()) {
      return () -> {};
    }
    List<ServiceEvent> previous = serviceEvents.getOrDefault(event.getService(), List.of());
    List<ServiceEvent> next = new ArrayList<>(previous.size() + 1);
    next.add(event.getEvent());
    next.addAll(previous.subList(0, Math.min(previous.size(), EVENTS_SHOWN - 1)));
    serviceEvents.put(event.getService(), next);
    return () -> serviceEvents.put(event.getService(), previous);
  }

  private Runnable putTask(TaskRecord next) {
    String arn = next.getTask().getTaskArn();
    TaskRecord previous = replaceTask(arn, next);
    return () -> replaceTask(arn, previous);
  }

  private @Nullable TaskRecord replaceTask(String arn, @Nullable TaskRecord next) {
    TaskRecord previous = next == null ? tasks.remove(arn) : tasks.put(arn, next);
    if (previous != null) {
      unlink(previous);
    }
    if (next != null) {
      link(next);
    }
    return previous;
  }

  private void unlink(TaskRecord task) {
    Due.of(task).ifPresent(dues::remove);
    SortedMap<String, TaskRecord> siblings = tasksByService.get(task.getService());
    if (siblings != null) {
      siblings.remove(task.getTask().getTaskArn());
    }
    InstanceState instance = instances.get(task.getTask().getContainerInstanceArn());
    if (instance != null) {
      instance.remove(task);
    }
  }

  private void link(TaskRecord task) {
    Due.of(task).ifPresent(dues::add);
    if (task.getTask().getLastStatus().equals("STOPPED")) {
      return;
    }
    if (!task.getService().isEmpty()) {
      tasksByService
          .computeIfAbsent(task.getService(), service -> new TreeMap<>())
          .put(task.getTask().getTaskArn(), task);
    }
    InstanceState instance = instances.get(task.getTask().getContainerInstanceArn());
    if (instance != null) {
      instance.add(task);
    }
  }

  private Runnable putToken(TokenRecord token) {
    dues.add(Due.of(token));
    tokens.put(token.getKey(), token);
    return () -> {
      tokens.remove(token.getKey());
      dues.remove(Due.of(token));
    };
  }

  private Runnable forget(Forget forget) {
    if (!forget.getTaskArn().isEmpty()) {
      TaskRecord task = replaceTask(forget.getTaskArn(), null);
      return () -> replaceTask(forget.getTaskArn(), task);
    }
    if (!forget.getServiceArn().isEmpty()) {
      return forgetService(Arn.nameOf(forget.getServiceArn()));
    }
    if (!forget.getInstanceArn().isEmpty()) {
      return forgetInstance(forget.getInstanceArn());
    }
    TokenRecord token = tokens.remove(forget.getTokenKey());
    if (token == null) {
      return () -> {};
    }
    dues.remove(Due.of(token));
    return () -> putToken(token);
  }

  private Runnable forgetService(String key) {
    ServiceRecord previous = replaceService(key, null);
    List<ServiceEvent> events = serviceEvents.remove(key);
    return () -> {
      replaceService(key, previous);
      restore(serviceEvents, key, events);
    };
  }

  private Runnable forgetInstance(String arn) {
    InstanceState previous = instances.remove(arn);
    if (previous == null) {
      return () -> {};
    }
    index.leave(previous.place());
    Due.of(previous.record()).ifPresent(dues::remove);
    return () -> {
      instances.put(arn, previous);
      index.join(previous.place());
      Due.of(previous.record()).ifPresent(dues::add);
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
    return Optional.ofNullable(definitions.get(arn));
  }

  public Optional<InstanceState> instance(String arn) {
    return Optional.ofNullable(instances.get(arn));
  }

  /** All container instances, by ARN. */
  public Collection<InstanceState> instances() {
    return instances.values();
  }

  /** All container instances, as placement finds them. */
  PlacementIndex index() {
    return index;
  }

  public Optional<ServiceRecord> service(String serviceName) {
    return Optional.ofNullable(services.get(serviceName));
  }

  /** All services, by name; deleted ones stay for {@link Due#KEPT}. */
  public Collection<ServiceRecord> services() {
    return services.values();
  }

  /** The service's events, newest first. */
  public List<ServiceEvent> events(String serviceName) {
    return serviceEvents.getOrDefault(serviceName, List.of());
  }

  public Optional<TaskRecord> task(String arn) {
    return Optional.ofNullable(tasks.get(arn));
  }

  /** All tasks in memory, by ARN; stopped ones stay for {@link Due#KEPT}. */
  public Collection<TaskRecord> tasks() {
    return tasks.values();
  }

  /** The service's tasks that have not stopped, by ARN. */
  public Collection<TaskRecord> tasksOf(String serviceName) {
    SortedMap<String, TaskRecord> own = tasksByService.get(serviceName);
    return own == null ? List.of() : own.values();
  }

  public Optional<TokenRecord> token(String key) {
    return Optional.ofNullable(tokens.get(key));
  }

  /** What is due up to a moment, earliest first. */
  public List<Due> due(Instant until) {
    return dues.stream().takeWhile(due -> !due.at().isAfter(until)).toList();
  }

  /** When something is due next. */
  public Optional<Instant> nextDue() {
    return dues.isEmpty() ? Optional.empty() : Optional.of(dues.first().at());
  }
}
