package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What placement means, said without haste: every instance is looked at, and all about it is
 * counted anew from its record and its tasks. The index must always come to the same answer.
 */
public final class ScanningPlacer {
  /** The first that is met counts. */
  private static final List<Obstacle> ORDER =
      List.of(
          Obstacle.INACTIVE,
          Obstacle.AGENT,
          Obstacle.ATTRIBUTE,
          Obstacle.MEMBER_OF,
          Obstacle.DISTINCT_INSTANCE,
          Obstacle.CPU,
          Obstacle.MEMORY,
          Obstacle.GPU,
          Obstacle.PORTS);

  private static final Map<String, Expression> PARSED = new HashMap<>();

  private final List<Seen> instances;
  private final boolean distinct;
  private final PlacementRequest request;

  private ScanningPlacer(Collection<? extends Candidate> instances, PlacementRequest request) {
    this.instances =
        instances.stream()
            .map(each -> new Seen(each, request.group()))
            .sorted(Comparator.comparing(seen -> seen.arn))
            .toList();
    this.request = request;
    this.distinct = request.constraints().stream().anyMatch(ScanningPlacer::isDistinct);
  }

  /**
   * An answer to compare.
   *
   * @param arn of the chosen instance
   * @param refusals how many instances refused for each reason, where none is chosen
   */
  public record Answer(Optional<String> arn, SortedMap<Obstacle, Integer> refusals) {

    public static Answer of(Placement placement) {
      return switch (placement) {
        case Placement.Placed(Place place) -> new Answer(Optional.of(place.arn()), new TreeMap<>());
        case Placement.Unplaced(var refusals) -> new Answer(Optional.empty(), refusals);
      };
    }
  }

  public static Answer place(
      Collection<? extends Candidate> instances,
      PlacementRequest request,
      IntUnaryOperator choice) {
    return new ScanningPlacer(instances, request).answer(choice);
  }

  private Answer answer(IntUnaryOperator choice) {
    List<Seen> fitting = new ArrayList<>();
    SortedMap<Obstacle, Integer> refusals = new TreeMap<>();
    List<Expression> memberOf = memberOf();
    for (Seen each : instances) {
      obstacle(each, memberOf)
          .ifPresentOrElse(
              obstacle -> refusals.merge(obstacle, 1, Integer::sum), () -> fitting.add(each));
    }
    return fitting.isEmpty()
        ? new Answer(Optional.empty(), refusals)
        : new Answer(Optional.of(best(fitting, choice).arn), new TreeMap<>());
  }

  private List<Expression> memberOf() {
    return request.constraints().stream()
        .filter(each -> !isDistinct(each))
        .map(each -> PARSED.computeIfAbsent(each.getExpression(), ScanningPlacer::parsed))
        .toList();
  }

  private static Expression parsed(String text) {
    return ((Expression.Valid) Expression.parse(text)).expression();
  }

  private static boolean isDistinct(PlacementConstraint constraint) {
    return constraint.getType()
        == PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE;
  }

  private Optional<Obstacle> obstacle(Seen seen, List<Expression> memberOf) {
    for (Obstacle obstacle : ORDER) {
      if (isMet(obstacle, seen, memberOf)) {
        return Optional.of(obstacle);
      }
    }
    return Optional.empty();
  }

  private boolean isMet(Obstacle obstacle, Seen seen, List<Expression> memberOf) {
    Demand demand = request.demand();
    return switch (obstacle) {
      case INACTIVE -> !seen.instance.getStatus().equals("ACTIVE");
      case AGENT -> !seen.instance.getAgentConnected();
      case ATTRIBUTE -> !seen.attributes.keySet().containsAll(request.requiredAttributes());
      case MEMBER_OF -> !memberOf.stream().allMatch(each -> each.test(seen));
      case DISTINCT_INSTANCE -> distinct && seen.ofGroup > 0;
      case CPU -> demand.getCpu() > 0 && seen.cpu < demand.getCpu();
      case MEMORY -> demand.getMemory() > 0 && seen.memory < demand.getMemory();
      case GPU -> demand.getGpus() > 0 && seen.gpus < demand.getGpus();
      case PORTS ->
          demand.getTcpPortsList().stream().anyMatch(port -> seen.has("PORTS", port))
              || demand.getUdpPortsList().stream().anyMatch(port -> seen.has("PORTS_UDP", port));
    };
  }

  private Seen best(List<Seen> fitting, IntUnaryOperator choice) {
    List<Seen> left = fitting;
    for (PlacementStrategy strategy : request.strategies()) {
      left = keep(strategy, left, choice);
    }
    boolean packed =
        !request.strategies().isEmpty()
            && request.strategies().getLast().getType()
                == PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_BINPACK;
    return packed
        ? left.getFirst()
        : lowest(lowest(left, each -> each.ofGroup), each -> each.tasks).getFirst();
  }

  private List<Seen> keep(PlacementStrategy strategy, List<Seen> left, IntUnaryOperator choice) {
    return switch (strategy.getType()) {
      case PLACEMENT_STRATEGY_TYPE_BINPACK ->
          lowest(left, each -> strategy.getField().equals("cpu") ? each.cpu : each.memory);
      case PLACEMENT_STRATEGY_TYPE_SPREAD -> lowest(left, crowd(strategy.getField()));
      case PLACEMENT_STRATEGY_TYPE_RANDOM -> List.of(left.get(choice.applyAsInt(left.size())));
      case PLACEMENT_STRATEGY_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no strategy");
    };
  }

  private static List<Seen> lowest(List<Seen> instances, ToLongFunction<Seen> measure) {
    long lowest = instances.stream().mapToLong(measure).min().orElseThrow();
    return instances.stream().filter(each -> measure.applyAsLong(each) == lowest).toList();
  }

  private ToLongFunction<Seen> crowd(String field) {
    if (field.equals("instanceId")) {
      return each -> each.ofGroup;
    }
    Map<String, Long> crowds = new HashMap<>();
    for (Seen each : instances) {
      crowds.merge(each.value(field), each.ofGroup, Long::sum);
    }
    return each -> crowds.get(each.value(field));
  }

  /** An instance with all that is to be known of it, counted from its tasks. */
  private static final class Seen implements Candidate {
    private final Candidate candidate;
    private final ContainerInstance instance;
    private final String arn;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<TaskRecord> there;
    private long tasks;
    private long ofGroup;
    private long cpu;
    private long memory;
    private long gpus;

    Seen(Candidate candidate, String group) {
      this.candidate = candidate;
      this.instance = candidate.instance();
      this.arn = instance.getContainerInstanceArn();
      for (Attribute attribute : instance.getAttributesList()) {
        attributes.putIfAbsent(attribute.getName(), attribute.getValue());
      }
      instance.getRegisteredResourcesList().forEach(this::has);
      there = candidate.tasks().toList();
      for (TaskRecord task : there) {
        tasks++;
        ofGroup += task.getTask().getGroup().equals(group) ? 1 : 0;
        cpu -= task.getReserved().getCpu();
        memory -= task.getReserved().getMemory();
        gpus -= task.getReserved().getGpus();
      }
    }

    private void has(Resource resource) {
      switch (resource.getName()) {
        case "CPU" -> cpu = resource.getIntegerValue();
        case "MEMORY" -> memory = resource.getIntegerValue();
        case "GPU" -> gpus = resource.getStringSetValueCount();
        default -> {}
      }
    }

    /** Whether a port is taken, by the instance itself or by a task. */
    boolean has(String kind, int port) {
      boolean own =
          instance.getRegisteredResourcesList().stream()
              .filter(resource -> resource.getName().equals(kind))
              .flatMap(resource -> resource.getStringSetValueList().stream())
              .anyMatch(String.valueOf(port)::equals);
      return own
          || there.stream()
              .map(TaskRecord::getReserved)
              .map(
                  taken -> kind.equals("PORTS") ? taken.getTcpPortsList() : taken.getUdpPortsList())
              .anyMatch(taken -> taken.contains(port));
    }

    String value(String field) {
      return attributes.getOrDefault(field.substring("attribute:".length()), "");
    }

    @Override
    public ContainerInstance instance() {
      return instance;
    }

    @Override
    public Stream<TaskRecord> tasks() {
      return there.stream();
    }

    @Override
    public Capacity free() {
      return candidate.free();
    }

    @Override
    public int taskCount() {
      return (int) tasks;
    }

    @Override
    public int countOf(String group) {
      return (int) there.stream().filter(task -> task.getTask().getGroup().equals(group)).count();
    }
  }
}
