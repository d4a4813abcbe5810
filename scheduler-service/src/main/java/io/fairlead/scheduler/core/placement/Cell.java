package io.fairlead.scheduler.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are alike by their {@link Traits}: a task that may go to one of them may go to
 * all, and they have the same values of the fields that tasks are spread over.
 */
final class Cell {
  private static final List<Key> KEYS = List.of(Key.values());

  final long mask;
  final int values;
  private final @Nullable PlaceOrder[] orders = new PlaceOrder[KEYS.size()];

  Cell(long mask, int values) {
    this.mask = mask;
    this.values = values;
  }

  /** Keeps the places in that order, too; the caller adds those that are there already. */
  void keep(Key key) {
    orders[key.ordinal()] = new PlaceOrder(key);
  }

  /** The places in an order that is kept. */
  PlaceOrder by(Key key) {
    PlaceOrder order = orders[key.ordinal()];
    if (order == null) {
      throw new IllegalStateException("the order of " + key + " is not kept");
    }
    return order;
  }

  void add(Place place) {
    for (PlaceOrder order : orders) {
      if (order != null) {
        order.add(place);
      }
    }
  }

  void remove(Place place) {
    for (PlaceOrder order : orders) {
      if (order != null) {
        order.remove(place);
      }
    }
  }
}
