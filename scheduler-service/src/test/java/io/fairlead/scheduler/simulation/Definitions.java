package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerDependency;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionPlacementConstraint;
import io.fairlead.proto.ecs.TaskDefinitionPlacementConstraintType;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The revisions that clients of the world run: good ones, short ones, and such that fail. */
final class Definitions {

  /**
   * What a task of a revision takes, reckoned apart from the product.
   *
   * @param port a fixed TCP port of the host; 0 for none
   * @param disk which disk its instance must have; empty for any
   */
  record Shape(TaskDefinitionRecord definition, int cpu, int memory, int port, String disk) {}

  private final Map<String, Shape> byArn = new TreeMap<>();
  private final Map<String, List<Shape>> byFamily = new TreeMap<>();

  Definitions() {
    add(web(1, "PT3S"), web(2, "PT6S"), web(3, "never"));
    add(fixed(1, 8080), fixed(2, 8080), fixed(3, 9090));
    add(one("batch", 1, 128, 256, "run-time", "PT40S"), batch(2));
    add(one("brief", 1, 64, 64, "run-time", "PT0.2S"));
    add(one("crash", 1, 64, 64, "run-time", "PT1S", "exit-code", "1"));
    add(one("broken", 1, 64, 64, "start-failure", "no such command"));
    add(one("slow", 1, 128, 512, "stop-time", "PT5S"), one("slow", 2, 128, 512));
    add(one("stubborn", 1, 256, 128, "stop-time", "never"), one("stubborn", 2, 256, 256));
    add(one("big", 1, 1024, 2048), one("big", 2, 1024, 1024));
    add(picky(1), picky(2));
    add(pair(1), pair(2));
  }

  private void add(Shape... revisions) {
    for (Shape shape : revisions) {
      byArn.put(shape.definition().getDefinition().getTaskDefinitionArn(), shape);
    }
    byFamily.put(revisions[0].definition().getDefinition().getFamily(), List.of(revisions));
  }

  Shape of(String arn) {
    Shape shape = byArn.get(arn);
    if (shape == null) {
      throw new Violation("a task of an unknown revision " + arn);
    }
    return shape;
  }

  List<Shape> family(String name) {
    return byFamily.getOrDefault(name, List.of());
  }

  private static Shape one(String family, int revision, int cpu, int memory, String... script) {
    return shape(
        family,
        revision,
        cpu,
        memory,
        0,
        "",
        definition -> {
          definition.addContainerDefinitions(container("main", cpu, memory, script));
          return definition;
        });
  }

  private static Shape batch(int revision) {
    return one("batch", revision, 128, 256, "run-time", "PT15S", "exit-code", "1");
  }

  private static Shape web(int revision, String healthyAfter) {
    return shape(
        "web",
        revision,
        256,
        512,
        0,
        "",
        definition -> {
          definition.addContainerDefinitions(
              container("main", 256, 512, "healthy-after", healthyAfter)
                  .addPortMappings(PortMapping.newBuilder().setContainerPort(80))
                  .setHealthCheck(
                      HealthCheck.newBuilder()
                          .addCommand("CMD")
                          .addCommand("true")
                          .setInterval(5)
                          .setRetries(2)));
          return definition;
        });
  }

  private static Shape fixed(int revision, int port) {
    return shape(
        "fixed",
        revision,
        128,
        256,
        port,
        "",
        definition -> {
          definition.addContainerDefinitions(
              container("main", 128, 256, "stop-time", "PT1S")
                  .addPortMappings(
                      PortMapping.newBuilder().setContainerPort(port).setHostPort(port)));
          return definition;
        });
  }

  private static Shape picky(int revision) {
    return shape(
        "picky",
        revision,
        128,
        128,
        0,
        "ssd",
        definition -> {
          definition
              .addPlacementConstraints(
                  TaskDefinitionPlacementConstraint.newBuilder()
                      .setType(
                          TaskDefinitionPlacementConstraintType
                              .TASK_DEFINITION_PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
                      .setExpression("attribute:disk == ssd"))
              .addContainerDefinitions(container("main", 128, 128));
          return definition;
        });
  }

  private static Shape pair(int revision) {
    return shape(
        "pair",
        revision,
        192,
        384,
        0,
        "",
        definition -> {
          definition
              .addContainerDefinitions(container("base", 64, 128, "stop-time", "PT1S"))
              .addContainerDefinitions(
                  container("main", 128, 256, "stop-time", "PT2S")
                      .addDependsOn(
                          ContainerDependency.newBuilder()
                              .setContainerName("base")
                              .setCondition(ContainerCondition.CONTAINER_CONDITION_START)));
          return definition;
        });
  }

  private static ContainerDefinition.Builder container(
      String name, int cpu, int memory, String... script) {
    ContainerDefinition.Builder container =
        ContainerDefinition.newBuilder()
            .setName(name)
            .setImage("busybox")
            .setEssential(true)
            .setCpu(cpu)
            .setMemory(memory)
            .setStopTimeout(8);
    for (int i = 0; i < script.length; i += 2) {
      container.putDockerLabels("io.fairlead.simulated." + script[i], script[i + 1]);
    }
    return container;
  }

  private static Shape shape(
      String family,
      int revision,
      int cpu,
      int memory,
      int port,
      String disk,
      UnaryOperator<TaskDefinition.Builder> more) {
    TaskDefinition.Builder definition =
        TaskDefinition.newBuilder()
            .setTaskDefinitionArn(World.REALM.taskDefinition(family, revision))
            .setFamily(family)
            .setRevision(revision)
            .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE);
    return new Shape(
        TaskDefinitionRecord.newBuilder().setDefinition(more.apply(definition)).build(),
        cpu,
        memory,
        port,
        disk);
  }
}
