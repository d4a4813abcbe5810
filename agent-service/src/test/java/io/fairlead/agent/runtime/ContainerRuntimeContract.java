package io.fairlead.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.Phase;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.PortMapping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every runtime must do. Each container says its behaviour twice: as a command for a real
 * engine, and in labels for a simulated one.
 */
public abstract class ContainerRuntimeContract {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String MISSING = "localhost:1/fairlead/missing:latest";

  private final Ownership owner = Tasks.owner();
  private ContainerRuntime runtime;

  /** A runtime of that owner; all of a test's runtimes stand before the same engine. */
  protected abstract ContainerRuntime open(Ownership owner);

  @BeforeEach
  void open() {
    runtime = open(owner);
  }

  @AfterEach
  void cleanUp() throws EngineFailure {
    for (FoundContainer container : runtime.list()) {
      runtime.remove(container.runtimeId());
    }
    runtime.close();
  }

  @Test
  void tellsWhatItIs() throws EngineFailure {
    EngineInfo info = runtime.info();
    assertThat(info.cpus()).isPositive();
    assertThat(info.memoryBytes()).isPositive();
    assertThat(info.logDrivers()).contains("json-file");
  }

  @Test
  void usesTheLocalImage() throws EngineFailure {
    assertThat(runtime.pull(Tasks.IMAGE, ImagePullBehavior.PREFER_CACHED)).isNotNull();
    assertThat(runtime.pull(Tasks.IMAGE, ImagePullBehavior.PREFER_CACHED)).isNotNull();
  }

  @Test
  void refusesAnImageThatCannotBeHad() {
    assertFails(
        EngineFailure.Kind.REFUSED, () -> runtime.pull(MISSING, ImagePullBehavior.PREFER_CACHED));
  }

  @Test
  void doesNotCreateWithoutTheImage() {
    Assignment task = Tasks.task(Tasks.container("app").setImage("fairlead/not-there:1"));
    assertFails(EngineFailure.Kind.NOT_FOUND, () -> runtime.create(task, "app"));
  }

  @Test
  void leadsAContainerThroughItsLife() throws EngineFailure {
    Assignment task = Tasks.task(Tasks.container("app"));
    String id = runtime.create(task, "app").runtimeId();
    assertThat(found(id).observed().phase()).isEqualTo(Phase.CREATED);
    assertThat(runtime.start(task, "app", id).bindings()).isEmpty();
    assertThat(found(id).observed().phase()).isEqualTo(Phase.RUNNING);
    assertThat(found(id).observed().startedAt()).isNotNull();
    assertThat(runtime.stop(id, Duration.ofSeconds(10)).exitCode()).isEqualTo(0);
    assertThat(found(id).observed().phase()).isEqualTo(Phase.EXITED);
    assertThat(found(id).observed().finishedAt()).isNotNull();
    runtime.remove(id);
    assertThat(runtime.inspect(id)).isEmpty();
  }

  @Test
  void takesTheContainerThatWasCreatedBefore() throws EngineFailure {
    Assignment task = Tasks.task(Tasks.container("app"));
    String id = runtime.create(task, "app").runtimeId();
    assertThat(runtime.create(task, "app").runtimeId()).isEqualTo(id);
  }

  @Test
  void startingTwiceIsHarmless() throws EngineFailure {
    Assignment task = Tasks.task(Tasks.container("app"));
    String id = running(task);
    assertThat(runtime.start(task, "app", id)).isNotNull();
    assertThat(found(id).observed().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void startsAnExitedContainerAgain() throws EngineFailure {
    Assignment task = Tasks.task(Tasks.container("app"));
    String id = running(task);
    runtime.stop(id, Duration.ofSeconds(10));
    runtime.start(task, "app", id);
    assertThat(found(id).observed().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void tellsHowAContainerEnded() throws EngineFailure {
    List<RuntimeEvent> events = new CopyOnWriteArrayList<>();
    try (Subscription _ = runtime.events(events::add)) {
      Assignment task = Tasks.task(exiting("app", 3));
      String id = running(task);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(events).anySatisfy(event -> assertExited(event, task, id, 3)));
      assertThat(found(id).observed().exitCode()).isEqualTo(3);
    }
  }

  @Test
  void tellsNothingOfOthers() throws EngineFailure {
    List<RuntimeEvent> events = new CopyOnWriteArrayList<>();
    Ownership other = Tasks.owner();
    try (ContainerRuntime neighbour = open(other);
        Subscription _ = neighbour.events(events::add)) {
      String id = running(Tasks.task(Tasks.container("app")));
      runtime.remove(id);
      assertThat(neighbour.list()).isEmpty();
      assertThat(events).isEmpty();
    }
  }

  @Test
  void killsWhatIgnoresTheRequest() throws EngineFailure {
    Assignment task =
        Tasks.task(
            Tasks.shell("app", "trap '' TERM; while :; do sleep 0.05; done")
                .putDockerLabels("io.fairlead.simulated.stop-time", "never"));
    String id = running(task);
    assertThat(runtime.stop(id, Duration.ofSeconds(1)).exitCode()).isEqualTo(137);
  }

  @Test
  void killsAtOnce() throws EngineFailure {
    String id = running(Tasks.task(Tasks.container("app")));
    runtime.kill(id, "SIGKILL");
    await().atMost(SOON).until(() -> found(id).observed().phase() == Phase.EXITED);
    assertThat(found(id).observed().exitCode()).isEqualTo(137);
    assertFails(EngineFailure.Kind.NOT_RUNNING, () -> runtime.kill(id, "SIGKILL"));
  }

  @Test
  void stoppingTwiceIsHarmless() throws EngineFailure {
    String id = running(Tasks.task(Tasks.container("app")));
    ContainerChange.Exited first = runtime.stop(id, Duration.ofSeconds(10));
    assertThat(runtime.stop(id, Duration.ofSeconds(10))).isEqualTo(first);
  }

  @Test
  void removesWhatRunsAndWhatIsGone() throws EngineFailure {
    String id = running(Tasks.task(Tasks.container("app")));
    runtime.remove(id);
    runtime.remove(id);
    assertThat(runtime.inspect(id)).isEmpty();
    assertFails(EngineFailure.Kind.NOT_FOUND, () -> runtime.stop(id, Duration.ofSeconds(1)));
  }

  @Test
  void remembersWhatAContainerWasCreatedFor() throws EngineFailure {
    Assignment task = Tasks.task(Tasks.container("app").putDockerLabels("team", "blue"));
    running(task);
    try (ContainerRuntime again = open(owner)) {
      assertThat(again.list())
          .singleElement()
          .satisfies(
              container -> {
                assertThat(container.assignment()).isEqualTo(task);
                assertThat(container.container()).isEqualTo("app");
              });
    }
  }

  @Test
  void publishesFixedAndOpenPorts() throws Exception {
    int fixed = freePort();
    Assignment task =
        Tasks.bridged(
            Tasks.container("app")
                .addPortMappings(PortMapping.newBuilder().setContainerPort(80).setHostPort(fixed))
                .addPortMappings(PortMapping.newBuilder().setContainerPort(81)));
    String id = runtime.create(task, "app").runtimeId();
    List<NetworkBinding> bindings = runtime.start(task, "app", id).bindings();
    assertThat(bindings).hasSize(2);
    assertThat(port(bindings, 80)).isEqualTo(fixed);
    assertThat(port(bindings, 81)).isPositive();
    assertThat(found(id).observed().bindings()).containsExactlyInAnyOrderElementsOf(bindings);
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    int fixed = freePort();
    ContainerDefinition.Builder web =
        Tasks.container("app")
            .addPortMappings(PortMapping.newBuilder().setContainerPort(80).setHostPort(fixed));
    running(Tasks.bridged(web));
    Assignment second = Tasks.bridged(web);
    String id = runtime.create(second, "app").runtimeId();
    assertThatThrownBy(() -> runtime.start(second, "app", id))
        .isInstanceOfSatisfying(
            EngineFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(EngineFailure.Kind.REFUSED))
        .hasMessageContaining("port is already allocated");
  }

  @Test
  void refusesToStartWhatIsNotThere() throws EngineFailure {
    Assignment task =
        Tasks.task(
            Tasks.container("app")
                .addEntryPoint("/no/such/program")
                .putDockerLabels(
                    "io.fairlead.simulated.start-failure", "/no/such/program: no such file"));
    String id = runtime.create(task, "app").runtimeId();
    assertThatThrownBy(() -> runtime.start(task, "app", id))
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void checksHealth() throws EngineFailure {
    List<RuntimeEvent> events = new CopyOnWriteArrayList<>();
    try (Subscription _ = runtime.events(events::add)) {
      Assignment task =
          Tasks.task(
              Tasks.container("app")
                  .setHealthCheck(
                      HealthCheck.newBuilder()
                          .addCommand("CMD-SHELL")
                          .addCommand("true")
                          .setInterval(1)));
      String id = running(task);
      await()
          .atMost(SOON)
          .until(() -> found(id).observed().health() == HealthStatus.HEALTH_STATUS_HEALTHY);
      await()
          .atMost(SOON)
          .until(
              () ->
                  events.stream()
                      .anyMatch(
                          event ->
                              event instanceof RuntimeEvent.OfContainer of
                                  && of.change()
                                      .equals(
                                          new ContainerChange.HealthChanged(
                                              HealthStatus.HEALTH_STATUS_HEALTHY))));
    }
  }

  @Test
  void givesTheOutput() throws Exception {
    Assignment task =
        Tasks.task(
            Tasks.shell("app", "echo one; echo two")
                .putDockerLabels("io.fairlead.simulated.run-time", "PT0.05S")
                .putDockerLabels("io.fairlead.simulated.output", "one\ntwo"));
    String id = running(task);
    CollectingSink all = new CollectingSink();
    try (Subscription _ = runtime.logs(id, new LogQuery(true, null, null, false), all)) {
      assertThat(all.isDone()).isTrue();
      assertThat(all.text()).isEqualTo("one\ntwo\n");
    }
    CollectingSink last = new CollectingSink();
    try (Subscription _ = runtime.logs(id, new LogQuery(false, 1, null, false), last)) {
      assertThat(last.isDone()).isTrue();
      assertThat(last.text()).endsWith("two\n");
    }
  }

  @Test
  void runsACommandInside() throws Exception {
    String id = running(Tasks.task(Tasks.container("app")));
    CollectingSink output = new CollectingSink();
    ExecRequest echo = new ExecRequest(List.of("echo", "hello"), false, false, 0, 0);
    try (ExecProcess process = runtime.exec(id, echo, output)) {
      assertThat(process.awaitExit()).isZero();
      assertThat(output.text()).isEqualTo("hello\n");
    }
    ExecRequest no = new ExecRequest(List.of("false"), false, false, 0, 0);
    try (ExecProcess process = runtime.exec(id, no, new CollectingSink())) {
      assertThat(process.awaitExit()).isEqualTo(1);
    }
  }

  @Test
  void talksWithACommandInside() throws Exception {
    String id = running(Tasks.task(Tasks.container("app")));
    CollectingSink output = new CollectingSink();
    ExecRequest cat = new ExecRequest(List.of("cat"), true, true, 24, 80);
    try (ExecProcess process = runtime.exec(id, cat, output)) {
      process.resize(30, 100);
      process.write("ping\n".getBytes(StandardCharsets.UTF_8));
      await().atMost(SOON).until(() -> output.text().contains("ping"));
    }
  }

  @Test
  void measuresUsage() throws EngineFailure {
    String id = running(Tasks.task(Tasks.container("app")));
    List<Usage> usages = new CopyOnWriteArrayList<>();
    try (Subscription _ = runtime.stats(id, usages::add)) {
      await().atMost(SOON).until(() -> !usages.isEmpty());
      assertThat(usages.getFirst().memoryBytes()).isPositive();
      assertThat(usages.getFirst().memoryLimitBytes()).isEqualTo(32L << 20);
    }
  }

  private static ContainerDefinition.Builder exiting(String name, int code) {
    return Tasks.shell(name, "exit " + code)
        .putDockerLabels("io.fairlead.simulated.run-time", "PT0.05S")
        .putDockerLabels("io.fairlead.simulated.exit-code", String.valueOf(code));
  }

  private static void assertExited(RuntimeEvent event, Assignment task, String id, int code) {
    assertThat(event).isInstanceOf(RuntimeEvent.OfContainer.class);
    RuntimeEvent.OfContainer of = (RuntimeEvent.OfContainer) event;
    assertThat(of.taskArn()).isEqualTo(task.getTaskArn());
    assertThat(of.container()).isEqualTo("app");
    assertThat(of.runtimeId()).isEqualTo(id);
    assertThat(of.change()).isInstanceOf(ContainerChange.Exited.class);
    assertThat(((ContainerChange.Exited) of.change()).exitCode()).isEqualTo(code);
  }

  private String running(Assignment task) throws EngineFailure {
    String id = runtime.create(task, "app").runtimeId();
    runtime.start(task, "app", id);
    return id;
  }

  private FoundContainer found(String id) throws EngineFailure {
    return runtime.inspect(id).orElseThrow();
  }

  private static int port(List<NetworkBinding> bindings, int containerPort) {
    return bindings.stream()
        .filter(binding -> binding.getContainerPort() == containerPort)
        .findFirst()
        .orElseThrow()
        .getHostPort();
  }

  private static int freePort() throws java.io.IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void assertFails(EngineFailure.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }
}
