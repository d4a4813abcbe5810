package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.state.Demand;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Requests with all strategies and constraints in all mixtures, the usual ones more often. */
final class RandomRequests {
  private static final PlacementStrategy ZONES = spread("attribute:ecs.availability-zone");
  private static final PlacementStrategy MEMORY =
      strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "memory");
  private static final PlacementStrategy CPU =
      strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "cpu");
  private static final PlacementStrategy INSTANCES = spread("instanceId");
  private static final PlacementStrategy RANDOM =
      strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_RANDOM, "");

  private static final List<List<PlacementStrategy>> USUAL =
      List.of(
          List.of(),
          List.of(ZONES, MEMORY),
          List.of(ZONES, CPU),
          List.of(ZONES, INSTANCES),
          List.of(ZONES, INSTANCES, MEMORY),
          List.of(ZONES),
          List.of(INSTANCES),
          List.of(INSTANCES, CPU),
          List.of(MEMORY),
          List.of(CPU),
          List.of(RANDOM),
          List.of(ZONES, RANDOM));

  private static final List<PlacementStrategy> ANY =
      List.of(
          ZONES,
          MEMORY,
          CPU,
          INSTANCES,
          RANDOM,
          spread("attribute:rack"),
          spread("attribute:serial"),
          spread("attribute:slot"),
          spread("attribute:ecs.instance-type"),
          spread("attribute:absent"));

  private static final List<String> LASTING =
      List.of(
          "attribute:ecs.instance-type =~ m5.*",
          "attribute:ecs.instance-type in [c5.large, m5.large]",
          "attribute:ecs.availability-zone != a",
          "attribute:rack > r4",
          "attribute:can.mount exists",
          "agentVersion >= 1.6",
          "registeredAt < 1970-01-06",
          "agentConnected == true and not attribute:slot in [1, 2]");

  private static final List<String> CHANGING =
      List.of(
          "task:group == g1",
          "not(task:group == g2)",
          "runningTasksCount < 3",
          "attribute:ecs.instance-type =~ m5.* or runningTasksCount == 0");

  private final SplittableRandom random;
  private final int groups;

  RandomRequests(SplittableRandom random, int groups) {
    this.random = random;
    this.groups = groups;
  }

  PlacementRequest next() {
    return new PlacementRequest(
        demand(),
        random.nextInt(3) == 0 ? Set.of("can.log") : Set.of(),
        constraints(),
        strategies(),
        "g" + random.nextInt(groups));
  }

  private Demand demand() {
    Demand.Builder demand =
        Demand.newBuilder().setCpu(64 * random.nextInt(8)).setMemory(64 * random.nextInt(8));
    if (random.nextInt(12) == 0) {
      demand.setGpus(random.nextInt(1, 3));
    }
    if (random.nextInt(5) == 0) {
      demand.addTcpPorts(8000 + random.nextInt(3)).addTcpPorts(9000 + random.nextInt(3));
    }
    if (random.nextInt(9) == 0) {
      demand.addUdpPorts(53);
    }
    if (random.nextInt(500) == 0) {
      demand.setMemory(1L << 40);
    }
    return demand.build();
  }

  private List<PlacementConstraint> constraints() {
    List<PlacementConstraint> constraints = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      constraints.add(
          PlacementConstraint.newBuilder()
              .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE)
              .build());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      constraints.add(memberOf(LASTING.get(random.nextInt(LASTING.size()))));
    }
    if (random.nextInt(8) == 0) {
      constraints.add(memberOf(CHANGING.get(random.nextInt(CHANGING.size()))));
    }
    if (random.nextInt(8) == 0) {
      constraints.add(memberOf("attribute:slot == " + random.nextInt(12)));
    }
    return constraints;
  }

  private static PlacementConstraint memberOf(String expression) {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
        .setExpression(expression)
        .build();
  }

  private List<PlacementStrategy> strategies() {
    if (random.nextInt(3) > 0) {
      return USUAL.get(random.nextInt(USUAL.size()));
    }
    List<PlacementStrategy> strategies = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      strategies.add(ANY.get(random.nextInt(ANY.size())));
    }
    return strategies;
  }

  private static PlacementStrategy spread(String field) {
    return strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD, field);
  }

  private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
    return PlacementStrategy.newBuilder().setType(type).setField(field).build();
  }
}
