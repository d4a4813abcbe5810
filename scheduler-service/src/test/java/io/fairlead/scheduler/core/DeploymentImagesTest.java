package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.api.ExplainRequest;
import io.fairlead.proto.api.ExplainResponse;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.VersionConsistency;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All tasks of a deployment run the images that its first task found behind the tags. */
class DeploymentImagesTest {
  private static final String FIRST = "sha256:" + "1".repeat(64);
  private static final String SECOND = "sha256:" + "2".repeat(64);
  private static final String WEB = "registry.example:5000/web";

  private final ServiceWorld world = new ServiceWorld(4);

  private static TaskDefinitionRecord revision(int revision, Map<String, String> images) {
    return TestCluster.revision(
        "app",
        revision,
        definition -> {
          ContainerDefinition one = definition.getContainerDefinitions(0);
          definition.clearContainerDefinitions();
          images.forEach(
              (name, image) ->
                  definition.addContainerDefinitions(
                      one.toBuilder().setName(name).setImage(image)));
          return definition;
        });
  }

  private static TaskDefinitionRecord unresolved(int revision) {
    return TestCluster.revision(
        "app",
        revision,
        definition -> {
          definition
              .getContainerDefinitionsBuilder(0)
              .setImage(WEB + ":1")
              .setVersionConsistency(VersionConsistency.VERSION_CONSISTENCY_DISABLED);
          return definition;
        });
  }

  /** The agent has pulled: of these containers it tells the digest. */
  private void pulled(TaskRecord task, Map<String, String> digests) {
    Observation.Builder seen = world.cluster.seen(task.getTask().getTaskArn(), "PENDING");
    seen.getContainersBuilderList()
        .forEach(
            container -> container.setImageDigest(digests.getOrDefault(container.getName(), "")));
    world.cluster.observe(seen.build());
  }

  /** What the agents are to run, by the names of the containers. */
  private List<Map<String, String>> assigned() {
    return world.tasks().stream()
        .map(task -> Assignments.of(world.cluster.state(), task).getTaskDefinition())
        .map(
            definition ->
                definition.getContainerDefinitionsList().stream()
                    .collect(
                        Collectors.toMap(
                            ContainerDefinition::getName, ContainerDefinition::getImage)))
        .toList();
  }

  private String explained() {
    ExplainRequest request = ExplainRequest.newBuilder().setResource(ServiceWorld.WEB).build();
    return world.cluster.done(ExplainResponse.class, world.cluster.call(request)).getSummary();
  }

  @Test
  void theFirstTaskFindsOutAndTheOthersFollow() {
    world.create(ServiceWorld.request(3), revision(1, Map.of("main", WEB + ":1")));
    assertThat(assigned()).containsExactly(Map.of("main", WEB + ":1"));
    assertThat(explained()).contains("0 of 3 tasks run; the others wait until the first one's");

    pulled(world.tasks().getFirst(), Map.of("main", FIRST));

    assertThat(assigned()).hasSize(3).containsOnly(Map.of("main", WEB + "@" + FIRST));
    assertThat(world.tasks())
        .flatExtracting(task -> task.getTask().getContainersList())
        .extracting(Container::getImage, Container::getImageDigest)
        .containsOnly(tuple(WEB + ":1", FIRST));
    world.obey();
    world.scale(5);
    assertThat(assigned()).hasSize(5).containsOnly(Map.of("main", WEB + "@" + FIRST));
  }

  @Test
  void aDigestOutlivesTheTaskThatFoundIt() {
    world.create(ServiceWorld.request(1), revision(1, Map.of("main", WEB + ":1")));
    pulled(world.tasks().getFirst(), Map.of("main", FIRST));
    world.observe(world.tasks().getFirst(), "STOPPED");

    assertThat(assigned()).containsExactly(Map.of("main", WEB + "@" + FIRST));
  }

  @Test
  void eachDeploymentFindsOutForItself() {
    world.create(ServiceWorld.request(2), revision(1, Map.of("main", WEB + ":1")));
    pulled(world.tasks().getFirst(), Map.of("main", FIRST));
    world.obey();
    world.update(request -> request.setForceNewDeployment(true));
    assertThat(assigned()).hasSize(3).contains(Map.of("main", WEB + ":1"));

    TaskRecord newcomer =
        world.tasks().stream()
            .filter(task -> task.getTask().getContainers(0).getImageDigest().isEmpty())
            .findFirst()
            .orElseThrow();
    pulled(newcomer, Map.of("main", SECOND));
    world.obey();
    assertThat(assigned()).hasSize(2).containsOnly(Map.of("main", WEB + "@" + SECOND));
  }

  @Test
  void waitsForEveryContainer() {
    world.create(
        ServiceWorld.request(2),
        revision(1, Map.of("web", WEB, "side", "side:1", "fix", "x@" + FIRST)));
    pulled(world.tasks().getFirst(), Map.of("web", FIRST));
    assertThat(world.tasks()).hasSize(1);

    pulled(world.tasks().getFirst(), Map.of("web", FIRST, "side", SECOND));
    assertThat(assigned())
        .hasSize(2)
        .containsOnly(
            Map.of("web", WEB + "@" + FIRST, "side", "side@" + SECOND, "fix", "x@" + FIRST));
  }

  @Test
  void anImageOfTheEnginesOwnKeepsItsName() {
    world.create(ServiceWorld.request(2), revision(1, Map.of("main", "made-here:1")));
    pulled(world.tasks().getFirst(), Map.of());
    assertThat(world.tasks()).hasSize(1);

    world.observe(world.tasks().getFirst(), "RUNNING");
    assertThat(assigned()).hasSize(2).containsOnly(Map.of("main", "made-here:1"));
  }

  @Test
  void whoDisablesItGetsWhatTheTagIsWhenEachTaskStarts() {
    world.create(ServiceWorld.request(2), unresolved(1));
    assertThat(world.tasks()).hasSize(2);
    pulled(world.tasks().getFirst(), Map.of("main", FIRST));
    world.obey();
    world.scale(3);
    assertThat(assigned()).hasSize(3).containsOnly(Map.of("main", WEB + ":1"));
  }

  @Test
  void aTaskOfNoServiceKeepsTheTag() {
    TaskDefinitionRecord definition = revision(1, Map.of("main", WEB + ":1"));
    TaskRecord task = world.cluster.task(world.cluster.run(definition).getTaskArn());
    pulled(task, Map.of("main", FIRST));
    TaskRecord seen = world.cluster.task(task.getTask().getTaskArn());
    assertThat(seen.getTask().getContainers(0).getImageDigest()).isEqualTo(FIRST);
    assertThat(
            Assignments.of(world.cluster.state(), seen)
                .getTaskDefinition()
                .getContainerDefinitions(0)
                .getImage())
        .isEqualTo(WEB + ":1");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "2, 0, 1", "2, 1, 0", "2, 5, 0", "3, 0, 2147483647", "3, 4, 2147483647"})
  void afterThreeFailuresNobodyIsHeldBack(int failures, int present, int allowance) {
    TaskDefinition definition = revision(1, Map.of("main", WEB + ":1")).getDefinition();
    DeploymentProgress progress =
        DeploymentProgress.newBuilder().setConsecutiveFailures(failures).build();
    assertThat(new DeploymentImages(definition, progress).allowance(present)).isEqualTo(allowance);
  }
}
