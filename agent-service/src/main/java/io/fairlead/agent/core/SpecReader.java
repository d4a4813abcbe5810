package io.fairlead.agent.core;

import io.fairlead.agent.core.ContainerSpec.Condition;
import io.fairlead.agent.core.ContainerSpec.Need;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerRestartPolicy;
import io.fairlead.proto.ecs.TaskDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what the steps of a task depend on out of its definition. */
final class SpecReader {
  /** How long a container must run before it is started again, where its policy does not say. */
  private static final Duration RESTART_ATTEMPT_PERIOD = Duration.ofSeconds(300);

  /** Assignments without what is a task's own: one object for all tasks that are alike. */
  private static final Remembered<Assignment, Assignment> COMMON =
      new Remembered<>(UnaryOperator.identity());

  private static final Remembered<Key, Containers> CONTAINERS =
      new Remembered<>(SpecReader::containers);

  private SpecReader() {}

  private record Key(TaskDefinition definition, Duration stopTimeout) {}

  /**
   * What all tasks of a definition share.
   *
   * @param definition the one object for all of them, whatever their overrides
   * @param circle says what needs itself; null where nothing does
   */
  private record Containers(
      TaskDefinition definition, List<ContainerSpec> ordered, @Nullable String circle) {}

  static TaskSpec read(Assignment assignment, TaskDefaults defaults) {
    Containers containers =
        CONTAINERS.of(new Key(assignment.getTaskDefinition(), defaults.stopTimeout()));
    Assignment sharing = sharing(assignment, containers.definition());
    String refusal = HonouredMembers.refusal(sharing, defaults).orElse(containers.circle());
    return new TaskSpec(sharing, containers.ordered(), refusal, defaults.cleanupWait());
  }

  // An instance remembers thousands of tasks, and a lab has thousands of instances.
  private static Assignment sharing(Assignment assignment, TaskDefinition definition) {
    Assignment.Builder common = assignment.toBuilder().setTaskDefinition(definition);
    common.clearTaskArn().clearContainerInstanceArn().clearVersion().clearCreatedAt();
    Assignment.Builder own = COMMON.of(common.build()).toBuilder();
    own.setTaskArn(assignment.getTaskArn())
        .setContainerInstanceArn(assignment.getContainerInstanceArn().intern())
        .setVersion(assignment.getVersion());
    if (assignment.hasCreatedAt()) {
      own.setCreatedAt(assignment.getCreatedAt());
    }
    return own.build();
  }

  private static Containers containers(Key key) {
    TaskDefinition task = key.definition();
    String holder = NamespaceHolder.of(task).orElse(null);
    List<ContainerSpec> specs =
        task.getContainerDefinitionsList().stream()
            .map(container -> container(container, holder, key.stopTimeout()))
            .toList();
    Set<String> names = new HashSet<>();
    List<ContainerSpec> ordered = ordered(specs, names);
    String circle = names.size() < specs.size() ? circle(specs, names) : null;
    return new Containers(task, List.copyOf(ordered), circle);
  }

  private static ContainerSpec container(
      ContainerDefinition container, @Nullable String holder, Duration stopTimeout) {
    return new ContainerSpec(
        container.getName(),
        container.getImage(),
        !container.hasEssential() || container.getEssential(),
        needs(container, holder),
        container.hasStartTimeout() ? Duration.ofSeconds(container.getStartTimeout()) : null,
        container.hasStopTimeout() ? Duration.ofSeconds(container.getStopTimeout()) : stopTimeout,
        container.hasRestartPolicy() ? restart(container.getRestartPolicy()) : null);
  }

  private static ContainerSpec.@Nullable Restart restart(ContainerRestartPolicy policy) {
    if (!policy.getEnabled()) {
      return null;
    }
    Duration period =
        policy.hasRestartAttemptPeriod()
            ? Duration.ofSeconds(policy.getRestartAttemptPeriod())
            : RESTART_ATTEMPT_PERIOD;
    return new ContainerSpec.Restart(period, Set.copyOf(policy.getIgnoredExitCodesList()));
  }

  private static List<Need> needs(ContainerDefinition container, @Nullable String holder) {
    List<Need> needs = new ArrayList<>();
    container
        .getDependsOnList()
        .forEach(on -> needs.add(new Need(on.getContainerName(), condition(on.getCondition()))));
    for (String link : container.getLinksList()) {
      String name = link.split(":", 2)[0];
      needs.add(new Need(name, Condition.CREATED));
      needs.add(new Need(name, Condition.START));
    }
    container
        .getVolumesFromList()
        .forEach(from -> needs.add(new Need(from.getSourceContainer(), Condition.CREATED)));
    if (holder != null && !holder.equals(container.getName())) {
      needs.add(new Need(holder, Condition.CREATED));
      needs.add(new Need(holder, Condition.START));
    }
    return needs;
  }

  private static Condition condition(ContainerCondition condition) {
    return switch (condition) {
      case CONTAINER_CONDITION_COMPLETE -> Condition.COMPLETE;
      case CONTAINER_CONDITION_SUCCESS -> Condition.SUCCESS;
      case CONTAINER_CONDITION_HEALTHY -> Condition.HEALTHY;
      case CONTAINER_CONDITION_START, CONTAINER_CONDITION_UNSPECIFIED, UNRECOGNIZED ->
          Condition.START;
    };
  }

  /**
   * Who is needed comes before who needs it; else as defined. Who is in a circle comes last, and is
   * not placed.
   */
  private static List<ContainerSpec> ordered(List<ContainerSpec> specs, Set<String> placed) {
    List<ContainerSpec> ordered = new ArrayList<>();
    List<ContainerSpec> left = new ArrayList<>(specs);
    for (boolean moved = true; moved; ) {
      moved = false;
      for (ContainerSpec spec : List.copyOf(left)) {
        if (spec.needs().stream().allMatch(need -> placed.contains(need.container()))) {
          ordered.add(spec);
          placed.add(spec.name());
          left.remove(spec);
          moved = true;
        }
      }
    }
    ordered.addAll(left);
    return ordered;
  }

  private static String circle(List<ContainerSpec> specs, Set<String> placed) {
    List<String> stuck =
        specs.stream().map(ContainerSpec::name).filter(name -> !placed.contains(name)).toList();
    return "dependsOn, links or volumesFrom of the containers "
        + stuck
        + " form a circle or name a container that is not there";
  }
}
