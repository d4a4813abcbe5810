package io.fairlead.scheduler.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.state.Demand;
import io.fairlead.scheduler.core.placement.ScanningPlacer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PlacementIndexTest {
  private static final IntUnaryOperator FIRST = bound -> 0;
  private static final String ZONE = "ecs.availability-zone";

  @Test
  void namesTheCountsByReason() {
    List<TestInstance> instances =
        List.of(
            TestInstance.named("draining", 4096, 4096, each -> each.setStatus("DRAINING")),
            TestInstance.named("away", 4096, 4096, each -> each.setAgentConnected(false)),
            TestInstance.named("small-cpu", 100, 4096),
            TestInstance.named("small-memory-1", 4096, 100),
            TestInstance.named("small-memory-2", 4096, 255),
            TestInstance.named("busy-port", 4096, 4096).with("g", ports(8080)),
            TestInstance.named("busy-ssh", 4096, 4096).with("g", Demand.getDefaultInstance()));
    assertThat(place(instances, request(demand(256, 256).toBuilder().addTcpPorts(22).build())))
        .isEqualTo(
            unplaced(
                Map.of(
                    Obstacle.INACTIVE, 1,
                    Obstacle.AGENT, 1,
                    Obstacle.CPU, 1,
                    Obstacle.MEMORY, 2,
                    Obstacle.PORTS, 2)));
    assertThat(place(instances, request(demand(256, 256).toBuilder().addTcpPorts(8080).build())))
        .isEqualTo(placed("busy-ssh"));
  }

  @Test
  void aTcpPortDoesNotTakeTheUdpPort() {
    List<TestInstance> one = List.of(TestInstance.named("a", 4096, 4096).with("g", ports(53)));
    assertThat(place(one, request(Demand.newBuilder().addUdpPorts(53).build())))
        .isEqualTo(placed("a"));
    assertThat(place(one, request(ports(53)))).isEqualTo(unplaced(Map.of(Obstacle.PORTS, 1)));
  }

  @Test
  void missingCapabilitiesAndConstraintsKeepATaskAway() {
    List<TestInstance> instances =
        List.of(
            TestInstance.named("plain", 4096, 4096),
            TestInstance.named("able", 4096, 4096, TestInstance.attribute("can", "")));
    PlacementRequest needsCan =
        new PlacementRequest(demand(1, 1), Set.of("can"), List.of(), List.of(), "g");
    assertThat(place(instances, needsCan)).isEqualTo(placed("able"));
    PlacementRequest memberOf =
        new PlacementRequest(
            demand(1, 1), Set.of(), List.of(memberOf("attribute:can !exists")), List.of(), "g");
    assertThat(place(instances, memberOf)).isEqualTo(placed("plain"));
    PlacementRequest distinct =
        new PlacementRequest(demand(1, 1), Set.of(), List.of(distinctInstance()), List.of(), "g");
    instances.get(0).with("g", demand(1, 1));
    instances.get(1).with("other", demand(1, 1));
    assertThat(place(instances, distinct)).isEqualTo(placed("able"));
    instances.get(1).with("g", demand(1, 1));
    assertThat(place(instances, distinct))
        .isEqualTo(unplaced(Map.of(Obstacle.DISTINCT_INSTANCE, 2)));
  }

  @Test
  void strategiesDecideInTheirOrder() {
    List<TestInstance> instances =
        List.of(
            TestInstance.named("a1", 4096, 3000, TestInstance.attribute(ZONE, "a"))
                .with("g", demand(1, 1)),
            TestInstance.named("a2", 4096, 1000, TestInstance.attribute(ZONE, "a")),
            TestInstance.named("b1", 4096, 2000, TestInstance.attribute(ZONE, "b")),
            TestInstance.named("b2", 4096, 1500, TestInstance.attribute(ZONE, "b")));
    PlacementStrategy zones =
        strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_SPREAD, "attribute:" + ZONE);
    PlacementStrategy memory =
        strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "memory");
    assertThat(place(instances, request(zones, memory))).isEqualTo(placed("b2"));
    assertThat(place(instances, request(memory, zones))).isEqualTo(placed("a2"));
    assertThat(
            place(
                instances,
                request(strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_RANDOM, ""))))
        .isEqualTo(placed("a1"));
  }

  /** Each comes between the same two, until no number is left there and all get new ones. */
  @Test
  void theFirstByArnIsFoundHoweverManyComeBetweenTwo() {
    PlacementRequest packed =
        request(strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "memory"));
    PlacementIndex index =
        TestInstance.index(
            List.of(TestInstance.named("a", 0, 0), TestInstance.named("z", 1024, 1024)));
    for (int number = 199; number >= 100; number--) {
      index.join(TestInstance.named("m" + number, 1024, 1024).place());
      for (int times = 0; times < 2; times++) {
        assertThat(Answer.of(index.place(packed, FIRST))).isEqualTo(placed("m" + number));
      }
    }
  }

  @Test
  void withoutAStrategyTasksOfAGroupGoApart() {
    List<TestInstance> instances =
        List.of(
            TestInstance.named("a", 4096, 4096).with("g", demand(1, 1)),
            TestInstance.named("b", 4096, 4096).with("h", demand(1, 1)).with("h", demand(1, 1)),
            TestInstance.named("c", 4096, 4096).with("h", demand(1, 1)));
    assertThat(place(instances, request(demand(1, 1)))).isEqualTo(placed("c"));
  }

  /** Whatever was placed, nothing is ever over-committed and nothing that fits is refused. */
  @Test
  void neverOverCommitsAndNeverRefusesWhatFits() {
    Random random = new Random(42);
    List<TestInstance> instances = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      instances.add(TestInstance.named("i" + i, random.nextInt(4096), random.nextInt(4096)));
    }
    for (int n = 0; n < 2000; n++) {
      Demand demand =
          demand(random.nextInt(200), random.nextInt(200)).toBuilder()
              .addTcpPorts(1000 + random.nextInt(200))
              .build();
      boolean fits = instances.stream().anyMatch(each -> roomFor(each, demand));
      Answer answer = place(instances, request(demand));
      assertThat(answer.arn().isPresent()).isEqualTo(fits);
      answer
          .arn()
          .map(arn -> instances.get(Integer.parseInt(arn.substring(1))))
          .ifPresentOrElse(
              chosen -> {
                assertThat(roomFor(chosen, demand)).isTrue();
                chosen.with("g", demand);
              },
              () ->
                  assertThat(answer.refusals().values().stream().mapToInt(i -> i).sum())
                      .isEqualTo(20));
    }
  }

  private static boolean roomFor(TestInstance instance, Demand demand) {
    return instance.free().cpu() >= demand.getCpu()
        && instance.free().memory() >= demand.getMemory()
        && !instance.free().tcpPorts().contains(demand.getTcpPorts(0));
  }

  @Test
  void complainsAboutWhatTheApiRefuses() {
    assertThat(Placer.complaint(List.of(memberOf("attribute:x ==")), List.of()))
        .hasValueSatisfying(
            text -> assertThat(text).contains("attribute:x ==").contains("argument"));
    assertThat(
            Placer.complaint(
                List.of(),
                List.of(strategy(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK, "disk"))))
        .hasValueSatisfying(text -> assertThat(text).contains("cpu or memory"));
    assertThat(Placer.complaint(List.of(distinctInstance()), List.of())).isEmpty();
  }

  /** Asked twice: the first time each instance is looked at, the second time the index answers. */
  private static Answer place(List<TestInstance> instances, PlacementRequest request) {
    PlacementIndex index = TestInstance.index(instances);
    try {
      Answer answer = Answer.of(index.place(request, FIRST));
      assertThat(Answer.of(index.place(request, FIRST))).isEqualTo(answer);
      return answer;
    } finally {
      instances.forEach(each -> index.leave(each.place()));
    }
  }

  private static Answer placed(String arn) {
    return new Answer(Optional.of(arn), new TreeMap<>());
  }

  private static Answer unplaced(Map<Obstacle, Integer> refusals) {
    return new Answer(Optional.empty(), new TreeMap<>(refusals));
  }

  private static Demand demand(long cpu, long memory) {
    return Demand.newBuilder().setCpu(cpu).setMemory(memory).build();
  }

  private static Demand ports(int tcp) {
    return Demand.newBuilder().addTcpPorts(tcp).build();
  }

  private static PlacementRequest request(Demand demand) {
    return new PlacementRequest(demand, Set.of(), List.of(), List.of(), "g");
  }

  private static PlacementRequest request(PlacementStrategy... strategies) {
    return new PlacementRequest(demand(1, 1), Set.of(), List.of(), List.of(strategies), "g");
  }

  private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
    return PlacementStrategy.newBuilder().setType(type).setField(field).build();
  }

  private static PlacementConstraint memberOf(String expression) {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
        .setExpression(expression)
        .build();
  }

  private static PlacementConstraint distinctInstance() {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE)
        .build();
  }
}
