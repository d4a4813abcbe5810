package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.testkit.FastFolder;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.RequiresEngine;
import io.fairlead.testkit.TestImage;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;

/** A lab of real instances from {@code lab up} to {@code lab down}: one lab, in this order. */
@RequiresEngine
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealInstancesDockerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORTS = 10;

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static RealLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = RealLab.orSkip(folder);
    Path file = folder.resolve("lab.yaml");
    Files.writeString(
        file,
        """
        instances:
          - {name: i1, type: tiny, cpu: 0.5, memory: 256MiB, disk: 1GiB}
          - name: i2
            zone: us-east-1b
            type: tiny
            cpu: 0.5
            memory: 256MiB
            disk: 1GiB
            attributes: {rack: r2}
        """);
    lab.succeeds("lab up --from " + file + " --port " + FreePorts.block(PORTS));
  }

  @AfterAll
  static void stop() throws Exception {
    if (lab != null) {
      lab.succeeds("reset --yes");
    }
  }

  @Test
  @Order(1)
  void instancesAreMachinesOfTheirOwn() throws Exception {
    assertThat(lab.succeeds("lab ps").lines().skip(1).map(line -> line.replaceAll(" +", " ")))
        .satisfiesExactly(
            i1 ->
                assertThat(i1).matches("i1 10\\.\\d+\\.0\\.11 us-east-1a tiny 512 256 on up up 0"),
            i2 ->
                assertThat(i2).matches("i2 10\\.\\d+\\.0\\.12 us-east-1b tiny 512 256 on up up 0"));
    assertThat(lab.succeeds("lab shell i2 hostname")).isEqualTo("i2\n");
    assertThat(lab.succeeds("lab shell i2 cat /proc/self/cgroup").lines())
        .as("its group is the root of all")
        .allMatch(group -> group.endsWith(":/system"));
    assertThat(lab.function("memory_limit i2/fairlead"))
        .as("the kernel bounds its containers")
        .isEqualTo((256 << 20) + "\n");
    assertThat(lab.fails("lab shell i2 ip route get 192.0.2.1"))
        .as("nothing leads out of the lab")
        .contains("Network is unreachable");
  }

  @Test
  @Order(2)
  void aServiceRunsOnBothEngines() throws Exception {
    lab.succeeds("lab load " + TestImage.NAME);
    try (EcsClient ecs = ecs()) {
      ecs.registerTaskDefinition(
          definition ->
              definition
                  .family("sleeper")
                  .containerDefinitions(
                      container ->
                          container
                              .name("main")
                              .image(TestImage.NAME)
                              .memory(16)
                              .command("sleep", "1000")));
      ecs.createService(
          service ->
              service
                  .serviceName("sleepers")
                  .taskDefinition("sleeper")
                  .desiredCount(4)
                  .placementStrategy(
                      spread ->
                          spread
                              .type(PlacementStrategyType.SPREAD)
                              .field("attribute:ecs.availability-zone")));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  ecs.describeServices(it -> it.services("sleepers"))
                          .services()
                          .getFirst()
                          .runningCount()
                      == 4);
    }
    assertThat(lab.engine("i1", "ps", "-q").lines()).hasSize(2);
    assertThat(lab.engine("i2", "ps", "-q").lines()).hasSize(2);
  }

  @Test
  @Order(3)
  void faultsBeginAndHeal() throws Exception {
    String containers = lab.engine("i2", "ps", "-q");
    lab.succeeds("chaos inject engine-hold --target i2");
    assertThat(state("i2")).as("containers outlive their engine").isEqualTo("on held up 2");
    lab.succeeds("chaos inject partition --target zone:us-east-1b --for 1h");
    assertThat(lab.succeeds("lab shell i2 ip link show eth0")).contains("NO-CARRIER");
    lab.succeeds("chaos inject loss --target i2 --value 50");
    lab.succeeds("chaos inject bandwidth --target i2 --value 1mbit");
    for (String fault : List.of("partition-in", "partition-out", "partition-kafka", "pull-fail")) {
      lab.succeeds("chaos inject " + fault + " --target i2");
    }
    lab.succeeds("chaos inject partition-pair --target i2 --value i1");
    lab.succeeds("chaos inject disk-full --target i2");
    assertThat(diskFree("i2")).isZero();
    lab.succeeds("chaos inject pause --target i2");
    assertThat(lab.succeeds("chaos ls").lines().skip(1).map(line -> line.split(" +")[1]))
        .containsExactly(
            "engine-hold",
            "partition",
            "loss",
            "bandwidth",
            "partition-in",
            "partition-out",
            "partition-kafka",
            "pull-fail",
            "partition-pair",
            "disk-full",
            "pause");

    lab.succeeds("chaos heal all");

    assertThat(lab.succeeds("chaos ls").lines()).hasSize(1);
    await().atMost(PATIENCE).until(() -> state("i2").startsWith("on up up"));
    assertThat(lab.succeeds("lab shell i2 ip link show eth0")).doesNotContain("NO-CARRIER");
    assertThat(lab.engine("i2", "ps", "-q")).as("they outlived it").isEqualTo(containers);
    assertThat(diskFree("i2")).isPositive();
    assertThat(lab.succeeds("lab shell i2 nft list tables")).doesNotContain("fault");
  }

  /** All that run, on both. */
  private static List<String> containers() throws Exception {
    return (lab.engine("i1", "ps", "-q") + lab.engine("i2", "ps", "-q")).lines().toList();
  }

  private static long diskFree(String instance) throws Exception {
    String disk = folder.resolve("lab/instances/" + instance + "/docker").toString();
    String said = lab.succeeds("lab shell " + instance + " df --output=avail " + disk);
    return Long.parseLong(said.lines().skip(1).findFirst().orElseThrow().strip());
  }

  @Test
  @Order(3)
  void faultsOfContainersBeginAndHeal() throws Exception {
    // What the service started elsewhere while i2 was not heard of is one too many when it is back.
    await().atMost(PATIENCE).until(() -> containers().size() == 4);
    lab.succeeds("chaos inject cpu --target service:sleepers");
    lab.succeeds("chaos inject memory --target one-of:sleepers --value 4");
    lab.succeeds("chaos inject loss --target one-of:sleepers --value 50");
    assertThat(lab.succeeds("lab shell i1 ps aux")).contains("while :; do :; done");
    assertThat(lab.succeeds("chaos ls").lines()).hasSize(1 + 4 + 1 + 1);

    lab.succeeds("chaos heal all");
    assertThat(lab.succeeds("lab shell i1 ps aux")).doesNotContain("while :; do :; done");

    List<String> before = containers();
    lab.succeeds("chaos inject oom --target service:sleepers");
    await()
        .atMost(PATIENCE)
        .until(
            RealInstancesDockerIT::containers,
            now -> now.size() == 4 && now.stream().noneMatch(before::contains));
  }

  /** With or without the kernel's netem. */
  @Test
  @Order(3)
  void packetsComeLateEachWay() throws Exception {
    Duration atLeast = Duration.ofMillis(2 * (200 - 50));
    lab.succeeds("chaos inject delay --target i2 --value 200ms,50ms");
    assertThat(timeToConnect("i2")).isGreaterThanOrEqualTo(atLeast);
    assertThat(lab.fails("chaos inject bandwidth --target i2"))
        .contains("i2 has bandwidth or delay already");

    lab.succeeds("chaos heal all");

    await().atMost(PATIENCE).until(() -> timeToConnect("i2").compareTo(atLeast) < 0);
  }

  /** To the agent's own port, from this machine. */
  private static Duration timeToConnect(String instance) throws Exception {
    String address =
        lab.succeeds("lab ps")
            .lines()
            .filter(line -> line.startsWith(instance))
            .map(line -> line.split(" +")[1])
            .findFirst()
            .orElseThrow();
    long begin = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 51679), (int) PATIENCE.toMillis());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  @Order(3)
  void saysWhatCannotBe() throws Exception {
    assertThat(lab.fails("chaos inject partition-pair --target i1")).contains("such as i2");
    assertThat(lab.fails("chaos inject partition-pair --target i1 --value i7"))
        .contains("There is no instance i7. There are: i1 i2");
    assertThat(lab.fails("chaos inject loss --target i1 --value all"))
        .contains("loss needs a value (per cent) such as 30, not all");
    assertThat(lab.fails("chaos inject cpu --target service:nobody"))
        .contains("nothing is service:nobody; there are: i1, i2; service:NAME, one-of:NAME");
  }

  @Test
  @Order(4)
  void theClusterReplacesWhatDies() throws Exception {
    List<String> before = containers();
    lab.succeeds("chaos inject container-kill --target one-of:sleepers");
    await()
        .atMost(PATIENCE)
        .until(RealInstancesDockerIT::containers, now -> now.size() == 4 && !now.equals(before));

    lab.succeeds("chaos inject power-off --target i1");
    assertThat(state("i1")).isEqualTo("off - - -");
    assertThat(lab.fails("chaos inject pause --target i1")).contains("i1 is switched off");
    await().atMost(PATIENCE).until(() -> lines(lab.engine("i2", "ps", "-q")) == 4);

    lab.succeeds("chaos heal all");
    await().atMost(PATIENCE).until(() -> state("i1").equals("on up up 0"));
  }

  @Test
  @Order(5)
  void aScenarioRunsOnRealEngines() throws Exception {
    await().atMost(PATIENCE).until(() -> connected() == 2);
    Path file = folder.resolve("scenario.yaml");
    Files.writeString(
        file,
        """
        name: On real engines
        for: 12s
        services:
          - name: web
            desiredCount: 4
            image: %1$s
            command: [sh, -c, "mkdir -p /www; echo hi >/www/index.html; exec httpd -f -p 80 -h /www"]
            port: 80
            stopTimeout: 1
        load: {rate: 5, mix: "churn=1,scale=1,read=8", services: 1, image: %1$s}
        faults:
          - {at: 1s, fault: container-kill, target: "instance:1"}
          - {at: 4s, fault: engine-kill, target: "instance:1"}
          - {at: 6s, fault: agent-kill, target: "instance:2"}
          - {at: 7s, fault: pause, target: "instance:1", for: 2s}
        expect:
          recoveredWithin: 20s
          settledWithin: 60s
          answered: 90
          available: {service: web, atLeast: 50}
        """
            .formatted(TestImage.NAME));

    String said = lab.succeeds("chaos run " + file + " --report " + folder.resolve("report"));

    System.out.println(said);
    assertThat(said)
        .contains("On real engines with seed 1 passed.", "% of the calls to web answered")
        .doesNotContain("FOUND");
  }

  /** Power, engine, agent and containers. */
  private static String state(String instance) throws Exception {
    return lab.succeeds("lab ps")
        .lines()
        .filter(line -> line.startsWith(instance))
        .map(line -> line.replaceAll(" +", " ").split(" ", 7)[6])
        .findFirst()
        .orElseThrow();
  }

  private static long lines(String text) {
    return text.lines().count();
  }

  @Test
  @Order(6)
  void downLeavesNothingThoughTheControlPlaneWasKilled() throws Exception {
    lab.succeeds("chaos inject delay --target i2");
    assertThat(lab.traces()).as("what there is before").isNotEmpty();
    long controlPlane = Long.parseLong(Files.readString(folder.resolve("run/lab.pid")).strip());
    ProcessHandle process = ProcessHandle.of(controlPlane).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();

    lab.succeeds("lab down");

    assertThat(lab.traces()).isEmpty();
  }

  @Test
  @Order(7)
  void simulatedInstancesJoinTheRealOnes() throws Exception {
    lab.succeeds("lab up --simulated 2");

    assertThat(connected()).isEqualTo(4);
    assertThat(lab.succeeds("chaos inject agent-kill --target instance-2")).contains("instance-2");
    assertThat(lab.succeeds("chaos inject agent-kill --target i2")).contains("i2");
    assertThat(lab.fails("chaos inject loss --target instance-1"))
        .contains("instance-1 cannot have loss; it can have: power-off");
    await().atMost(PATIENCE).until(() -> connected() == 4);
  }

  @Test
  @Order(8)
  void whatIsWrongWithAFileIsSaidWithItsMember() throws Exception {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(file, "instances: [{name: i1, memory: 1TB}]");

    assertThat(lab.fails("lab up --from " + file))
        .contains("wrong.yaml: instances[0].memory needs a size such as 512MiB or 2GiB");
    assertThat(lab.succeeds("instances ls -o json")).contains("\"rack\"", "\"r2\"");
  }

  private static long connected() throws Exception {
    return lines(
        lab.succeeds("instances ls")
            .lines()
            .filter(line -> line.contains(" connected "))
            .collect(Collectors.joining("\n")));
  }

  private static EcsClient ecs() throws Exception {
    Properties ready = new Properties();
    Properties credentials = new Properties();
    try (var where = Files.newBufferedReader(folder.resolve("run/ready"));
        var who = Files.newBufferedReader(folder.resolve("credentials"))) {
      ready.load(where);
      credentials.load(who);
    }
    return TestLab.ecs(
        URI.create(ready.getProperty("http")),
        credentials.getProperty("aws_access_key_id"),
        credentials.getProperty("aws_secret_access_key"));
  }
}
