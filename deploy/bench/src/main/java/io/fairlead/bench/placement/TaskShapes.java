package io.fairlead.bench.placement;

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

/**
 * Fifty shapes of tasks, each wanted by twenty services: two attribute constraints each, spread
 * over zones, then packed by memory; every fifth wants an instance for each task of a service.
 */
final class TaskShapes {
  static final int SHAPES = 50;
  static final int SERVICES = 20;

  private static final List<Integer> MEMORY =
      List.of(256, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192);

  private static final List<PlacementStrategy> STRATEGIES =
      List.of(
          strategy(
              PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD,
              "attribute:ecs.availability-zone"),
          strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "memory"));

  private TaskShapes() {}

  /** The requests of all services, shape by shape. */
  static List<PlacementRequest> requests() {
    SplittableRandom random = new SplittableRandom(50);
    List<PlacementRequest> requests = new ArrayList<>();
    for (int shape = 0; shape < SHAPES; shape++) {
      Demand demand = demand(shape, random);
      List<PlacementConstraint> constraints = constraints(shape);
      for (int service = 0; service < SERVICES; service++) {
        requests.add(
            new PlacementRequest(
                demand,
                Set.of("com.amazonaws.ecs.capability.logging-driver.json-file"),
                constraints,
                STRATEGIES,
                "service:shape-" + shape + "-service-" + service));
      }
    }
    return requests;
  }

  /**
   * Instances have 4 MiB to a CPU unit; tasks want a bit more memory than that, so memory binds.
   */
  private static Demand demand(int shape, SplittableRandom random) {
    int memory = MEMORY.get(shape % MEMORY.size());
    return Demand.newBuilder()
        .setMemory(memory)
        .setCpu(memory * random.nextLong(40, 100) / 400)
        .build();
  }

  private static List<PlacementConstraint> constraints(int shape) {
    int turn = shape / 3;
    String disk = "attribute:disk == " + Instances.DISKS.get(turn % 2);
    String tier = "attribute:tier == " + Instances.TIERS.get(turn / 2 % 2);
    int family = turn % Instances.FAMILIES.size();
    String families =
        "attribute:ecs.instance-type =~ (%s|%s)\\..*"
            .formatted(
                Instances.FAMILIES.get(family),
                Instances.FAMILIES.get((family + 1) % Instances.FAMILIES.size()));
    List<PlacementConstraint> constraints =
        new ArrayList<>(
            switch (shape % 3) {
              case 0 -> List.of(memberOf(families), memberOf(disk));
              case 1 -> List.of(memberOf(families), memberOf(tier));
              default -> List.of(memberOf(disk), memberOf(tier));
            });
    if (shape % 5 == 0) {
      constraints.add(
          PlacementConstraint.newBuilder()
              .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE)
              .build());
    }
    return constraints;
  }

  private static PlacementConstraint memberOf(String expression) {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
        .setExpression(expression)
        .build();
  }

  private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
    return PlacementStrategy.newBuilder().setType(type).setField(field).build();
  }
}
