package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabOptionsTest {

  @Test
  void hasDefaultsForAllButTheHome() {
    LabOptions options = LabOptions.parse("--home", "/x");

    assertThat(options)
        .isEqualTo(
            new LabOptions(
                Path.of("/x"),
                "127.0.0.1",
                7430,
                1,
                LabOptions.Runtime.DOCKER,
                "default",
                "us-east-1",
                LabOptions.Layout.ONE_PROCESS,
                Simulation.PLAIN));
  }

  @Test
  void readsWhatIsGiven() {
    LabOptions options =
        LabOptions.parse(
            "--home",
            "/x",
            "--host",
            "10.77.0.1",
            "--port",
            "8000",
            "--instances",
            "3",
            "--runtime",
            "simulated",
            "--cluster",
            "blue",
            "--region",
            "eu-west-1",
            "--layout",
            "processes");

    assertThat(options)
        .isEqualTo(
            new LabOptions(
                Path.of("/x"),
                "10.77.0.1",
                8000,
                3,
                LabOptions.Runtime.SIMULATED,
                "blue",
                "eu-west-1",
                LabOptions.Layout.PROCESSES,
                Simulation.PLAIN));
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 80, --port must lie between 1024 and 32000",
    "--port, x, '--port needs a number, not x'",
    "--instances, -1, --instances must lie between 0 and 500",
    "--simulated-cpu, 0, --simulated-cpu cannot be 0",
    "--simulated-start-ms, 9-5, --simulated-start-ms cannot be 9-5",
    "--simulated-failure-rate, 1.5, --simulated-failure-rate cannot be 1.5",
    "--simulated-attributes, disk, --simulated-attributes cannot be disk",
    "--layout, cloud, '--layout is one-process or processes, not cloud'",
    "--runtime, podman, '--runtime is docker or simulated, not podman'",
    "--colour, red, unknown: [--colour]",
  })
  void saysWhatCannotBeUsed(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabOptions.parse(name, value))
        .withMessage(message);
  }

  @Test
  void readsHowSimulatedInstancesAre() {
    Simulation read =
        LabOptions.parse(
                "--instances",
                "10000",
                "--runtime",
                "simulated",
                "--simulated-cpu",
                "4096,8192",
                "--simulated-memory",
                "16384",
                "--simulated-zones",
                "x,y",
                "--simulated-attributes",
                "disk=ssd|hdd,rack=7",
                "--simulated-start-ms",
                "5-50",
                "--simulated-failure-rate",
                "0.01",
                "--simulated-crash-rate",
                "0.02")
            .simulation();

    assertThat(read.cpu()).containsExactly(4096, 8192);
    assertThat(read.memory()).containsExactly(16384);
    assertThat(read.zones()).containsExactly("x", "y");
    assertThat(read.attributes())
        .isEqualTo(Map.of("disk", List.of("ssd", "hdd"), "rack", List.of("7")));
    assertThat(read.habits().shortestStart()).hasMillis(5);
    assertThat(read.habits().longestStart()).hasMillis(50);
    assertThat(read.habits().failureRate()).isEqualTo(0.01);
    assertThat(read.habits().crashRate()).isEqualTo(0.02);
    assertThat(Simulation.inTurn(read.cpu(), 10_000)).isEqualTo(8192);
  }

  @Test
  void givesEachPartAPortOfItsOwn() {
    Ports ports = new Ports(7430);

    assertThat(
            List.of(
                ports.http(),
                ports.grpc(),
                ports.scheduler(),
                ports.kafka(),
                ports.kafkaController(),
                ports.postgres(),
                ports.agents()))
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 7430);
  }
}
