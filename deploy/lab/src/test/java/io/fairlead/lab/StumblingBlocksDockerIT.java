package io.fairlead.lab;

import static io.fairlead.lab.TestLab.waiter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** What users of other self-hosted look-alikes stumble over, on a real engine. */
@RequiresEngine
class StumblingBlocksDockerIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.onEngine(folder, 1);
    ecs = lab.ecs();
  }

  @AfterAll
  static void stop() {
    if (lab == null) {
      return;
    }
    ecs.listServices(request -> request.maxResults(100))
        .serviceArns()
        .forEach(arn -> ecs.deleteService(request -> request.service(arn).force(true)));
    List<String> left = ecs.listTasks().taskArns();
    left.forEach(arn -> ecs.stopTask(request -> request.task(arn)));
    if (!left.isEmpty()) {
      waiter(ecs).waitUntilTasksStopped(request -> request.tasks(left));
    }
    ecs.close();
    lab.close();
  }

  private static ContainerDefinition.Builder app(String... command) {
    return ContainerDefinition.builder()
        .name("app")
        .image(TestImage.NAME)
        .memory(16)
        .stopTimeout(0)
        .command(command);
  }

  private static void register(String family, ContainerDefinition... containers) {
    ecs.registerTaskDefinition(request -> request.family(family).containerDefinitions(containers));
  }

  private static Task run(String family) {
    var run = ecs.runTask(request -> request.taskDefinition(family));
    assertThat(run.failures()).isEmpty();
    return run.tasks().getFirst();
  }

  private static Task described(Task task) {
    return ecs.describeTasks(request -> request.tasks(task.taskArn())).tasks().getFirst();
  }

  private static ContainerDefinition web(String text, Consumer<ContainerDefinition.Builder> more) {
    ContainerDefinition.Builder web =
        app("sh", "-c", "echo " + text + " > /tmp/index.html; exec httpd -f -p 80 -h /tmp")
            .portMappings(port -> port.containerPort(80));
    more.accept(web);
    return web.build();
  }

  private static String get(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
  }

  private static int port(Task task) {
    Container container = described(task).containers().getFirst();
    assertThat(container.networkBindings()).hasSize(1);
    return container.networkBindings().getFirst().hostPort();
  }

  @Test
  void aContainerThatExitsStopsItsTaskWithItsExitCode() {
    register("exits", app("sh", "-c", "exit 7").build());
    Task task = run("exits");
    assertThat(task.containers()).hasSize(1);
    waiter(ecs).waitUntilTasksStopped(request -> request.tasks(task.taskArn()));
    Task stopped = described(task);
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(7);
    assertThat(stopped.containers().getFirst().lastStatus()).isEqualTo("STOPPED");
    assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
  }

  @Test
  void anImageThatIsNotThereStopsTheTaskWithItsReason() {
    register("no-image", app().image("localhost:1/nothing:here").build());
    Task task = run("no-image");
    waiter(ecs).waitUntilTasksStopped(request -> request.tasks(task.taskArn()));
    assertThat(described(task).stopCodeAsString()).isEqualTo("TaskFailedToStart");
    assertThat(described(task).stoppedReason()).contains("CannotPullContainerError");
  }

  @Test
  void twoTasksListenOnTheSamePortBehindDynamicHostPorts() throws Exception {
    register("one", web("one", each -> {}));
    register("two", web("two", each -> {}));
    Task one = run("one");
    Task two = run("two");
    waiter(ecs).waitUntilTasksRunning(r -> r.tasks(one.taskArn(), two.taskArn()));
    await()
        .ignoreException(IOException.class)
        .untilAsserted(() -> assertThat(get(port(one))).isEqualTo("one"));
    await()
        .ignoreException(IOException.class)
        .untilAsserted(() -> assertThat(get(port(two))).isEqualTo("two"));
  }

  @Test
  void aFixedHostPortIsGivenOnceAndTheSecondTaskIsToldWhy() throws Exception {
    int port = io.fairlead.testkit.FreePorts.next();
    register(
        "fixed", web("fixed", each -> each.portMappings(p -> p.containerPort(80).hostPort(port))));
    Task first = run("fixed");
    waiter(ecs).waitUntilTasksRunning(request -> request.tasks(first.taskArn()));
    await()
        .ignoreException(IOException.class)
        .untilAsserted(() -> assertThat(get(port)).isEqualTo("fixed"));
    assertThat(
            ecs.runTask(request -> request.taskDefinition("fixed")).failures().getFirst().reason())
        .isEqualTo("RESOURCE:PORTS");
    ecs.stopTask(request -> request.task(first.taskArn()));
    waiter(ecs).waitUntilTasksStopped(request -> request.tasks(first.taskArn()));
    run("fixed");
  }

  @Test
  void volumesFromIsHonoured() {
    ecs.registerTaskDefinition(
        request ->
            request
                .family("shares")
                .volumes(volume -> volume.name("scratch"))
                .containerDefinitions(
                    app("sh", "-c", "echo shared > /data/file; sleep 3600")
                        .name("writer")
                        .mountPoints(m -> m.sourceVolume("scratch").containerPath("/data"))
                        .build(),
                    app("sh", "-c", "until grep -q shared /data/file; do sleep 0.1; done; exit 3")
                        .name("reader")
                        .volumesFrom(from -> from.sourceContainer("writer"))
                        .build()));
    Task task = run("shares");
    waiter(ecs).waitUntilTasksStopped(request -> request.tasks(task.taskArn()));
    assertThat(described(task).containers())
        .filteredOn(container -> container.name().equals("reader"))
        .singleElement()
        .satisfies(container -> assertThat(container.exitCode()).isEqualTo(3));
  }

  @Test
  void aCallersGroupDoesNotMakeATaskTheServices() {
    register("grouped", app("sleep", "3600").build());
    ecs.createService(
        request -> request.serviceName("grouped").taskDefinition("grouped").desiredCount(1));
    waiter(ecs).waitUntilServicesStable(request -> request.services("grouped"));
    assertThatThrownBy(() -> ecs.runTask(r -> r.taskDefinition("grouped").group("service:grouped")))
        .isInstanceOf(EcsException.class)
        .hasMessageContaining("group");
    ecs.runTask(request -> request.taskDefinition("grouped").group("grouped"));
    Service service = ecs.describeServices(r -> r.services("grouped")).services().getFirst();
    assertThat(service.runningCount()).isEqualTo(1);
    assertThat(ecs.listTasks(request -> request.serviceName("grouped")).taskArns()).hasSize(1);
  }

  @Test
  void aRolledServiceReallyRunsTheNewRevisionAndAScaledOneReallyScales() throws Exception {
    register("rolled", web("first", each -> {}));
    ecs.createService(
        request -> request.serviceName("rolled").taskDefinition("rolled:1").desiredCount(2));
    waiter(ecs).waitUntilServicesStable(request -> request.services("rolled"));
    register("rolled", web("second", each -> {}));
    ecs.updateService(request -> request.service("rolled").taskDefinition("rolled:2"));
    waiter(ecs).waitUntilServicesStable(request -> request.services("rolled"));
    List<Task> tasks =
        ecs.describeTasks(
                request -> request.tasks(ecs.listTasks(r -> r.serviceName("rolled")).taskArns()))
            .tasks();
    assertThat(tasks).hasSize(2);
    for (Task task : tasks) {
      await()
          .ignoreException(IOException.class)
          .untilAsserted(() -> assertThat(get(port(task))).isEqualTo("second"));
    }
    ecs.updateService(request -> request.service("rolled").desiredCount(0));
    waiter(ecs).waitUntilServicesStable(request -> request.services("rolled"));
    assertThat(ecs.listTasks(request -> request.serviceName("rolled")).taskArns()).isEmpty();
  }
}
