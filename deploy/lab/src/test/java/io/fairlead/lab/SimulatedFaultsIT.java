package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.testkit.FastFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Task;

/** The faults of simulated instances, as {@code fairlead chaos} asks for them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulatedFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.simulated(folder, 3);
    ecs = lab.ecs();
    ecs.registerTaskDefinition(
        it -> it.family("web").containerDefinitions(c -> c.name("main").image("x").memory(64)));
    ecs.createService(
        it ->
            it.serviceName("web")
                .taskDefinition("web")
                .desiredCount(3)
                .placementStrategy(s -> s.type("spread").field("instanceId")));
    await().atMost(PATIENCE).until(() -> running().size() == 3);
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      ecs.close();
      lab.close();
    }
  }

  private static List<Task> running() {
    List<String> arns = ecs.listTasks(it -> it.serviceName("web")).taskArns();
    return arns.isEmpty()
        ? List.of()
        : ecs.describeTasks(it -> it.tasks(arns)).tasks().stream()
            .filter(task -> task.lastStatus().equals("RUNNING"))
            .toList();
  }

  private static List<String> runningOn(String name) {
    String arn = instance(name).containerInstanceArn();
    return running().stream()
        .filter(task -> task.containerInstanceArn().equals(arn))
        .map(Task::taskArn)
        .toList();
  }

  private static ContainerInstance instance(String name) {
    List<String> arns =
        ecs.listContainerInstances(it -> it.filter("attribute:name == " + name))
            .containerInstanceArns();
    return ecs.describeContainerInstances(it -> it.containerInstances(arns))
        .containerInstances()
        .getFirst();
  }

  private static String chaos(String words) throws Exception {
    Script.Outcome outcome = lab.fairlead(("chaos " + words).split(" "));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output();
  }

  @Test
  @Order(1)
  void aKilledContainerIsReplaced() throws Exception {
    List<String> before = runningOn("instance-1");

    chaos("inject container-kill --target instance-1");

    await()
        .atMost(PATIENCE)
        .until(() -> running().size() == 3 && !runningOn("instance-1").equals(before));
  }

  @Test
  @Order(2)
  void anAgentThatDiesComesBackToItsTasks() throws Exception {
    List<String> before = runningOn("instance-1");

    chaos("inject agent-kill --target instance-1");
    chaos("inject engine-kill --target instance-1");
    chaos("inject agent-hold --target instance-1 --for 1s");

    await().atMost(PATIENCE).until(() -> !instance("instance-1").agentConnected());
    await().atMost(PATIENCE).until(() -> instance("instance-1").agentConnected());
    assertThat(chaos("ls").lines()).hasSize(1);
    assertThat(runningOn("instance-1")).isEqualTo(before);
  }

  @Test
  @Order(3)
  void whoeverIsCutOffIsMissedAndComesBack() throws Exception {
    chaos("inject partition --target instance-1");
    await().atMost(PATIENCE).until(() -> !instance("instance-1").agentConnected());
    chaos("heal all");

    await().atMost(PATIENCE).until(() -> instance("instance-1").agentConnected());
    await().atMost(PATIENCE).until(() -> running().size() == 3);
  }

  @Test
  @Order(4)
  void anEngineThatLiesIsBelievedUntilItHeals() throws Exception {
    String liar = busy();
    List<String> before = runningOn(liar);
    chaos("inject lie --target " + liar);
    chaos("inject container-kill --target " + liar);

    assertThat(runningOn(liar)).isEqualTo(before);
    chaos("heal all");

    await().atMost(PATIENCE).until(() -> running().size() == 3 && !runningOn(liar).equals(before));
  }

  /** An instance with a task. */
  private static String busy() {
    return Stream.of("instance-1", "instance-2", "instance-3")
        .filter(name -> !runningOn(name).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(5)
  void whatRanIsDeadWhenThePowerIsBack() throws Exception {
    List<String> before = runningOn("instance-1");

    chaos("inject power-off --target zone:us-east-1a");
    Script.Outcome refused =
        lab.fairlead("chaos", "inject", "agent-kill", "--target", "instance-1");
    assertThat(refused.output()).contains("instance-1 is switched off");
    assertThat(chaos("ls")).contains("power-off  instance-1");
    chaos("heal all");
    await()
        .atMost(PATIENCE)
        .until(
            () -> lab.fairlead("events").output(),
            text -> text.contains("power-off of instance-1  ENDED"));

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                running().size() == 3
                    && running().stream().map(Task::taskArn).noneMatch(before::contains));
  }

  @Test
  @Order(6)
  void anImageThatDoesNotComeIsWaitedFor() throws Exception {
    chaos("inject pull-stall --target zone:us-east-1a");
    chaos("inject oom --target service:web");
    await().atMost(PATIENCE).until(() -> running().size() == 2);

    chaos("heal all");

    await().atMost(PATIENCE).until(() -> running().size() == 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partition-in", "partition-out", "partition-kafka", "clock", "disk-full"})
  @Order(6)
  void whatIsHalfWrongHeals(String fault) throws Exception {
    chaos("inject " + fault + " --target instance-1");
    chaos("inject container-kill --target one-of:web");
    chaos("heal all");

    await().atMost(PATIENCE).until(() -> running().size() == 3);
    await().atMost(PATIENCE).until(() -> instance("instance-1").agentConnected());
  }

  @Test
  @Order(7)
  void saysWhatThereIs() throws Exception {
    assertThat(lab.fairlead("chaos", "inject", "loss", "--target", "instance-1").output())
        .contains("instance-1 cannot have loss; it can have: power-off, ");
    assertThat(lab.fairlead("chaos", "inject", "lie", "--target", "i1").output())
        .contains("nothing is i1; there are: instance-1 to instance-3");
  }
}
