package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.state.Demand;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Group without;

  /**
   * @param without a group of which no task may be there
   */
  Room(Shape shape, Slots slots, @Nullable Group without) {
    Demand demand = shape.demand();
    this.cpu = least(demand.getCpu());
    this.memory = least(demand.getMemory());
    this.shape = shape;
    this.slots = slots;
    this.without = without == null || without.isEmpty() ? null : without;
  }

  private static int least(long demanded) {
    return demanded <= 0 ? Integer.MIN_VALUE : (int) Math.min(demanded, Integer.MAX_VALUE);
  }

  /** Whether the place of that slot, which has enough CPU and memory, admits the task. */
  boolean admits(int slot) {
    if (without != null && without.on(slot) > 0) {
      return false;
    }
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
