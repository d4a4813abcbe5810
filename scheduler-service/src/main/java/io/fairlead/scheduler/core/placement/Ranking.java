package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementStrategy;
import java.util.List;
import java.util.Optional;

/**
 * How the index goes about a list of strategies.
 *
 * @param crowded the field of a leading spread over an attribute: its values are tried by how many
 *     tasks of the group are there
 * @param within how to choose among the instances that have an equally crowded value
 */
record Ranking(Optional<String> crowded, Within within) {

  /** A choice among instances that fit. */
  sealed interface Within {
    /** The order that the index must keep for it. */
    Key key();
  }

  /**
   * The first in an order that the index keeps.
   *
   * @param apart fewest tasks of the group come before that order
   * @param ties strategies that decide where that order leaves several; none where its last word is
   *     the first by ARN
   */
  record InOrder(boolean apart, Key key, List<PlacementStrategy> ties) implements Within {}

  /** All that fit are listed, and the strategies applied to the list. */
  record Listed(List<PlacementStrategy> strategies) implements Within {
    @Override
    public Key key() {
      return Key.TASKS;
    }
  }

  static Ranking of(List<PlacementStrategy> strategies) {
    List<PlacementStrategy> stated = strategies.stream().filter(Strategies::isStated).toList();
    if (!stated.isEmpty() && Strategies.isAttributeSpread(stated.getFirst())) {
      return new Ranking(
          Optional.of(stated.getFirst().getField()), within(stated.subList(1, stated.size())));
    }
    return new Ranking(Optional.empty(), within(stated));
  }

  private static Within within(List<PlacementStrategy> strategies) {
    if (strategies.isEmpty()) {
      return new InOrder(true, Key.TASKS, List.of());
    }
    PlacementStrategy first = strategies.getFirst();
    List<PlacementStrategy> others = strategies.subList(1, strategies.size());
    if (Strategies.isBinpack(first)) {
      return new InOrder(false, key(first), others);
    }
    if (Strategies.isInstanceSpread(first) && others.isEmpty()) {
      return new InOrder(true, Key.TASKS, List.of());
    }
    if (Strategies.isInstanceSpread(first)
        && others.size() == 1
        && Strategies.isBinpack(others.getFirst())) {
      return new InOrder(true, key(others.getFirst()), List.of());
    }
    return new Listed(strategies);
  }

  private static Key key(PlacementStrategy binpack) {
    return binpack.getField().equalsIgnoreCase("cpu") ? Key.CPU : Key.MEMORY;
  }
}
