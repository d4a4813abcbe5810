package io.fairlead.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.Tasks;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of a task hold for its containers together, where the machine lets the agent. */
@RequiresEngine
class TaskCgroupDockerIT {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** 40 MiB that count for whoever wrote them, and stay. */
  private static final String HOARDS =
      "dd if=/dev/zero of=/dev/shm/hoard bs=1M count=40 && sleep 60";

  private static final int KILLED = 128 + 9;

  private final Ownership owner = Tasks.owner();
  private DockerRuntime runtime = runtime();
  private TaskLimits.WholeTask limits;

  private DockerRuntime runtime() {
    return new DockerRuntime(DockerRuntimeDockerIT.SETTINGS, owner, InstantSource.system());
  }

  @BeforeEach
  void choose() throws EngineFailure {
    try (Engine engine = new Engine(DockerRuntimeDockerIT.HOST, Duration.ofSeconds(30))) {
      TaskLimits choice =
          new TaskLimitsChoice(engine, DockerRuntimeDockerIT.SETTINGS, owner, ROOT).get();
      assumeThat(choice).isInstanceOf(TaskLimits.WholeTask.class);
      limits = (TaskLimits.WholeTask) choice;
    }
  }

  @AfterEach
  void cleanUp() throws Exception {
    for (FoundContainer container : runtime.list()) {
      runtime.remove(container.runtimeId());
      runtime.forget(container.assignment());
    }
    runtime.close();
    assertThat(limits.tree().folders(limits.base())).noneMatch(Files::exists);
  }

  @Test
  void theContainersOfATaskShareItsMemory() throws Exception {
    Assignment task = task("512", "64", "one", "two");
    String one = start(task, "one");
    await().untilAsserted(() -> assertThat(memoryInUse(task)).isGreaterThan(40L << 20));
    assertThat(seen(one).phase()).isEqualTo(Phase.RUNNING);

    String two = start(task, "two");

    await().atMost(Duration.ofSeconds(30)).until(() -> wasKilled(one) || wasKilled(two));
    assertThat(memoryInUse(task)).isLessThanOrEqualTo(64L << 20);
  }

  @Test
  void theGroupHasTheTasksBoundsAndGoesWithTheTask() throws Exception {
    Assignment task = task("512", "64", "one");
    String id = start(task, "one");

    assertThat(limits.tree().below(limits.base())).containsExactly(idOf(task));
    assertThat(limits.tree().below(limits.base() + "/" + idOf(task))).containsExactly(id);
    assertThat(read(task, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(String.valueOf(64 << 20));
    assertThat(read(task, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("50000");

    runtime.remove(id);
    runtime.forget(task);
    assertThat(limits.tree().below(limits.base())).isEmpty();
  }

  @Test
  void aTaskWithoutBoundsHasNoGroup() throws Exception {
    Assignment task = Tasks.task(Tasks.container("app"));
    start(task, "app");
    assertThat(limits.tree().below(limits.base())).isEmpty();
  }

  /** As after a crash: tasks that ended meanwhile leave nothing, those that live keep theirs. */
  @Test
  void anAgentThatComesBackSweepsUp() throws Exception {
    Assignment lives = task("512", "64", "one");
    start(lives, "one");
    Assignment ended = task("512", "64", "one");
    runtime.remove(start(ended, "one"));
    runtime.close();

    runtime = runtime();
    Assignment created = task("512", "64", "one");
    String id = runtime.create(created, "one").runtimeId();

    assertThat(limits.tree().below(limits.base()))
        .containsExactlyInAnyOrder(idOf(lives), idOf(created));
    limits.tree().remove(limits.base() + "/" + idOf(created)); // as when the machine starts anew
    runtime.start(created, "one", id);
    assertThat(read(created, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(String.valueOf(64 << 20));
  }

  private static Assignment task(String cpu, String memory, String... containers) {
    ContainerDefinition.Builder[] definitions = new ContainerDefinition.Builder[containers.length];
    for (int i = 0; i < containers.length; i++) {
      definitions[i] = Tasks.shell(containers[i], HOARDS).clearMemory();
    }
    return Tasks.task(
        Tasks.definition()
            .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
            .setCpu(cpu)
            .setMemory(memory),
        definitions);
  }

  private String start(Assignment task, String container) throws EngineFailure {
    String id = runtime.create(task, container).runtimeId();
    runtime.start(task, container, id);
    return id;
  }

  private ObservedContainer seen(String id) throws EngineFailure {
    return runtime.inspect(id).orElseThrow().observed();
  }

  private long memoryInUse(Assignment task) throws IOException {
    return Long.parseLong(read(task, "memory", "memory.usage_in_bytes", "memory.current"));
  }

  private boolean wasKilled(String id) throws EngineFailure {
    Integer code = seen(id).exitCode();
    return code != null && code == KILLED;
  }

  /** A file of the task's group, by its names in the two versions. */
  private String read(Assignment task, String controller, String one, String two)
      throws IOException {
    Path group = Path.of(limits.base(), idOf(task));
    Path file =
        switch (limits.tree()) {
          case CgroupTree.PerController(Path root) ->
              root.resolve(controller).resolve(group).resolve(one);
          case CgroupTree.Unified(Path root) -> root.resolve(group).resolve(two);
        };
    return Files.readString(file).strip();
  }

  private static String idOf(Assignment task) {
    return Arn.nameOf(task.getTaskArn());
  }
}
