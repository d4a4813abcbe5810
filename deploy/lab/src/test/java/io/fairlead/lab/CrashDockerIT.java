package io.fairlead.lab;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Each part is killed in the middle of a service's start, and started again on what it left. */
@RequiresEngine
class CrashDockerIT {
  private static final Logger LOG = LoggerFactory.getLogger(CrashDockerIT.class);
  private static final Path LOGS = Path.of("target/crash-logs");
  private static final String FAMILY = "sleeper";
  private static final int DESIRED = 50;
  private static final int BEFORE_THE_KILL = 15;
  private static final int SINGLES = 3;
  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SHORT_LEASE = Duration.ofSeconds(5);
  private static final Duration CALM = Duration.ofSeconds(2);

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static Installation installation;
  private static EngineView engine;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    installation = Installation.start(folder, LOGS);
    engine = new EngineView(installation.name());
    ecs = installation.ecs();
    ecs.registerTaskDefinition(
        request ->
            request
                .family(FAMILY)
                .networkMode(NetworkMode.NONE)
                .containerDefinitions(
                    ContainerDefinition.builder()
                        .name("app")
                        .image(TestImage.NAME)
                        .command("sleep", "3600")
                        .memoryReservation(6)
                        .stopTimeout(0)
                        .build()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
    if (engine != null) {
      engine.removeAll();
      engine.close();
      ecs.close();
    }
  }

  @AfterEach
  void clear() {
    stopAll();
    await()
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(engine.byTask()).isEmpty());
    assertThat(running()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void partIsKilledInTheMiddleOfAServiceStart(Part part) throws Exception {
    String service = "crash-" + part.name().toLowerCase(Locale.ROOT);
    Set<String> acknowledged = runSingles();
    create(service);
    acknowledged.addAll(running());
    await().pollInterval(POLL).atMost(PATIENCE).until(() -> engine.running() >= BEFORE_THE_KILL);

    int started = engine.running();
    long killed = System.nanoTime();
    installation.kill(part);
    installation.start(part);
    awaitStable(service, acknowledged);
    long millis = (System.nanoTime() - killed) / 1_000_000;
    LOG.info("killed part={} running_then={} stable_after_ms={}", part, started, millis);

    assertThat(started).isLessThan(DESIRED);
    Set<String> running = checkAll(service, acknowledged);
    Thread.sleep(CALM.toMillis()); // what is still on its way must not change anything
    assertThat(checkAll(service, acknowledged)).isEqualTo(running);
    delete(service);
  }

  /** The lease is kept by way of the broker, so nothing is replaced. */
  @Test
  void tasksOutliveAGatewayThatStaysAwayLongerThanALease() throws Exception {
    String service = "gateway-away";
    restartScheduler(SHORT_LEASE);
    Set<String> singles = runSingles();
    create(service);
    awaitStable(service, singles);
    Set<String> before = checkAll(service, singles);

    installation.kill(Part.GATEWAY);
    Thread.sleep(SHORT_LEASE.multipliedBy(3).toMillis());
    installation.start(Part.GATEWAY);
    awaitStable(service, before);

    assertThat(checkAll(service, before)).isEqualTo(before);
    restartScheduler(Installation.LEASE);
  }

  @Test
  void tasksOfALostInstanceAreReplacedWhenItComesBack() throws Exception {
    String service = "agent-away";
    restartScheduler(SHORT_LEASE);
    Set<String> singles = runSingles();
    create(service);
    await().pollInterval(POLL).atMost(PATIENCE).until(() -> engine.running() >= BEFORE_THE_KILL);
    Set<String> before = running();

    installation.kill(Part.AGENT);
    await()
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .until(
            () -> describe(before).stream().allMatch(task -> task.lastStatus().equals("STOPPED")));
    installation.start(Part.AGENT);
    awaitStable(service, Set.of());
    await().pollInterval(POLL).atMost(PATIENCE).until(() -> engine.running() == DESIRED);
    restartScheduler(Installation.LEASE);

    assertThat(engine.byTask().keySet()).isEqualTo(running()).hasSize(DESIRED);
    assertThat(describe(before))
        .hasSameSizeAs(before)
        .allSatisfy(task -> assertThat(task.stoppedReason()).startsWith("Container instance lost"));
    assertThat(before).containsAll(singles);
  }

  private static void restartScheduler(Duration lease) throws Exception {
    installation.kill(Part.SCHEDULER);
    installation.lease(lease);
    installation.start(Part.SCHEDULER);
    awaitAgent();
  }

  private static void awaitAgent() {
    await()
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SdkException.class)
        .until(CrashDockerIT::agentIsConnected);
  }

  private static boolean agentIsConnected() {
    List<String> all = ecs.listContainerInstances().containerInstanceArns();
    return ecs.describeContainerInstances(request -> request.containerInstances(all))
        .containerInstances()
        .getFirst()
        .agentConnected();
  }

  private static void create(String service) {
    ecs.createService(
        request -> request.serviceName(service).taskDefinition(FAMILY).desiredCount(DESIRED));
  }

  /** The agent may still be on its way back: no task is placed on an instance without one. */
  private static Set<String> runSingles() {
    awaitAgent();
    RunTaskResponse answer = ecs.runTask(request -> request.taskDefinition(FAMILY).count(SINGLES));
    assertThat(answer.failures()).isEmpty();
    assertThat(answer.tasks()).hasSize(SINGLES);
    return answer.tasks().stream().map(Task::taskArn).collect(toCollection(HashSet::new));
  }

  /** Outlasts calls that fail because the part that was killed is not there yet. */
  private static void awaitStable(String service, Set<String> acknowledged) {
    await()
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SdkException.class)
        .untilAsserted(
            () -> {
              neverTwice();
              Service now = describe(service);
              assertThat(now.deployments()).hasSize(1);
              assertThat(now.runningCount()).isEqualTo(DESIRED);
              assertThat(now.pendingCount()).isZero();
              assertThat(describe(acknowledged))
                  .hasSameSizeAs(acknowledged)
                  .allMatch(task -> task.lastStatus().equals("RUNNING"));
            });
  }

  private static void neverTwice() {
    for (List<Container> containers : engine.byTask().values()) {
      if (containers.size() > 1) {
        throw new IllegalStateException("a task has two containers: " + containers);
      }
    }
  }

  /**
   * Holds the API's answers against what the engine says.
   *
   * @return the tasks that run
   */
  private static Set<String> checkAll(String service, Set<String> acknowledged) {
    assertThat(describe(service).runningCount()).isEqualTo(DESIRED);
    Set<String> running = running();
    assertThat(running).hasSize(DESIRED + SINGLES).containsAll(acknowledged);
    assertThat(describe(running))
        .hasSameSizeAs(running)
        .extracting(Task::lastStatus)
        .containsOnly("RUNNING");
    Map<String, List<Container>> containers = engine.byTask();
    assertThat(containers.keySet()).isEqualTo(running);
    assertThat(containers.values())
        .allSatisfy(of -> assertThat(of).singleElement().matches(EngineView::runs));
    return running;
  }

  private static void delete(String service) {
    ecs.deleteService(request -> request.service(service).force(true));
    await()
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(describe(service).status()).isEqualTo("INACTIVE");
              assertThat(running()).hasSize(SINGLES);
              assertThat(engine.running()).isEqualTo(SINGLES);
            });
  }

  private static void stopAll() {
    ecs.listServices(request -> request.maxResults(PAGE))
        .serviceArns()
        .forEach(service -> ecs.deleteService(delete -> delete.service(service).force(true)));
    running().forEach(task -> ecs.stopTask(request -> request.task(task)));
  }

  private static Service describe(String service) {
    return ecs.describeServices(request -> request.services(service)).services().getFirst();
  }

  /** The tasks that are there; those that are missing are missing in the answer. */
  private static List<Task> describe(Set<String> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    return ecs.describeTasks(request -> request.tasks(tasks)).tasks();
  }

  /** The tasks that are meant to run. */
  private static Set<String> running() {
    return Set.copyOf(ecs.listTasks(request -> request.maxResults(PAGE)).taskArns());
  }
}
