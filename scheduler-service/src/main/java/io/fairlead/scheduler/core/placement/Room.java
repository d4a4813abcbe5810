package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.state.Demand;

/**
 * What one search asks of each place beside its cell: room, and that nothing else stands against.
 */
final class Room {
  /** The least free CPU; {@link Integer#MIN_VALUE} where none is asked. */
  final int cpu;

  /** The least free memory, likewise. */
  final int memory;

  private final Shape shape;
  private final Slots slots;
  private final Group group;
  private final int most;
  private int nearest = Integer.MAX_VALUE;

  /**
   * @param most tasks of the group that may be there
   */
  Room(Shape shape, Slots slots, Group group, int most) {
    Demand demand = shape.demand();
    this.cpu = least(demand.getCpu());
    this.memory = least(demand.getMemory());
    this.shape = shape;
    this.slots = slots;
    this.group = group;
    this.most = group.isEmpty() ? Integer.MAX_VALUE : most;
  }

  private static int least(long demanded) {
    return demanded <= 0 ? Integer.MIN_VALUE : (int) Math.min(demanded, Integer.MAX_VALUE);
  }

  /** Whether the place of that slot, which has enough CPU and memory, admits the task. */
  boolean admits(int slot) {
    if (most == Integer.MAX_VALUE) {
      return holds(slot);
    }
    int tasks = group.on(slot);
    if (tasks > most && tasks < nearest && holds(slot)) {
      nearest = tasks;
    }
    return tasks <= most && holds(slot);
  }

  /** The fewest tasks of the group, above the most allowed, where it had been admitted. */
  int nearest() {
    return nearest;
  }

  private boolean holds(int slot) {
    return shape.isSimple() || admits(slots.at(slot));
  }

  private boolean admits(Place place) {
    return place.free().shortage(shape.demand()).isEmpty() && shape.changingHold(place);
  }

  /** Whether the place has room and admits the task. */
  boolean fits(Place place) {
    return place.cpuAt >= cpu && place.memoryAt >= memory && admits(place.slot);
  }
}
