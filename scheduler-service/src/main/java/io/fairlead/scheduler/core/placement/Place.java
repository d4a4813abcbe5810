package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.TaskRecord;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An instance as the index knows it: what it is, what is free, and how many tasks it has. */
public final class Place implements Candidate {
  private final Host host;
  private final String arn;
  private boolean open;
  private Capacity free;
  private int taskCount;

  // What the index keeps about it; the values are those under which it stands in the orders.
  private @Nullable PlacementIndex index;
  @Nullable Cell cell;
  int slot;
  int rank;
  long mask;
  int values;
  int tasksAt;
  int memoryAt;
  int cpuAt;
  boolean changed;

  /** What knows the instance, and is asked whenever the place is. */
  public interface Host {

    /** As {@link Candidate#instance}. */
    ContainerInstance instance();

    /** As {@link Candidate#common}. */
    default ContainerInstance common() {
      return instance();
    }

    /** The tasks there that have not stopped: their statuses, groups and reservations. */
    Stream<TaskRecord> facts();
  }

  /** An instance that never changes. */
  private record Fixed(ContainerInstance instance, Supplier<Stream<TaskRecord>> tasks)
      implements Host {
    @Override
    public Stream<TaskRecord> facts() {
      return tasks.get();
    }
  }

  /**
   * An instance that never changes, without tasks, in no index yet.
   *
   * @param tasks as {@link Host#facts}
   */
  public Place(ContainerInstance instance, Supplier<Stream<TaskRecord>> tasks) {
    this(instance.getContainerInstanceArn(), new Fixed(instance, tasks));
  }

  /** An instance without tasks, in no index yet. */
  public Place(String arn, Host host) {
    this.arn = arn;
    this.host = host;
    this.open = isOpen(common());
    this.free = Capacity.registered(common());
  }

  private static boolean isOpen(ContainerInstance instance) {
    return instance.getAgentConnected() && instance.getStatus().equals("ACTIVE");
  }

  /** What describes the instance says something else than before; its tasks stay. */
  public void described(ContainerInstance before) {
    ContainerInstance next = common();
    open = isOpen(next);
    if (!next.getRegisteredResourcesList().equals(before.getRegisteredResourcesList())) {
      free = Capacity.registered(next);
      tasks().forEach(task -> free.take(task.getReserved()));
    }
    if (index != null) {
      index.described(this);
    }
  }

  /** A task of that group has come. */
  public void take(String group, Demand demand) {
    free.take(demand);
    taskCount++;
    if (index != null) {
      index.counted(this, group, 1);
    }
  }

  /** A task of that group is gone. */
  public void giveBack(String group, Demand demand) {
    free.giveBack(demand);
    taskCount--;
    if (index != null) {
      index.counted(this, group, -1);
    }
  }

  void enter(PlacementIndex in) {
    index = in;
  }

  void leave() {
    index = null;
  }

  /** The ARN of the container instance. */
  public String arn() {
    return arn;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether it stands elsewhere in the orders than it should. */
  boolean hasMoved() {
    return tasksAt != taskCount || memoryAt != number(free.memory()) || cpuAt != number(free.cpu());
  }

  /** Takes down the values under which it is to stand in the orders. */
  void note() {
    tasksAt = taskCount;
    memoryAt = number(free.memory());
    cpuAt = number(free.cpu());
  }

  /** Resources are registered as 32 bits; only debts without measure could be more. */
  private static int number(long free) {
    return Math.clamp(free, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public ContainerInstance instance() {
    return host.instance();
  }

  @Override
  public ContainerInstance common() {
    return host.common();
  }

  @Override
  public Capacity free() {
    return free;
  }

  @Override
  public Stream<TaskRecord> tasks() {
    return host.facts();
  }

  @Override
  public int taskCount() {
    return taskCount;
  }

  /** None while it is in no index. */
  @Override
  public int countOf(String group) {
    return index == null ? 0 : index.count(this, group);
  }
}
