package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.stream.IntStream;
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
                Path.of("/x"), 7430, 1, LabOptions.Runtime.DOCKER, "default", "us-east-1"));
  }

  @Test
  void readsWhatIsGiven() {
    LabOptions options =
        LabOptions.parse(
            "--home",
            "/x",
            "--port",
            "8000",
            "--instances",
            "3",
            "--runtime",
            "simulated",
            "--cluster",
            "blue",
            "--region",
            "eu-west-1");

    assertThat(options)
        .isEqualTo(
            new LabOptions(
                Path.of("/x"), 8000, 3, LabOptions.Runtime.SIMULATED, "blue", "eu-west-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 80, --port must lie between 1024 and 32000",
    "--port, x, '--port needs a number, not x'",
    "--instances, -1, --instances must lie between 0 and 500",
    "--runtime, podman, '--runtime is docker or simulated, not podman'",
    "--colour, red, unknown: [--colour]",
  })
  void saysWhatCannotBeUsed(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabOptions.parse(name, value))
        .withMessage(message);
  }

  @Test
  void givesEachPartAPortOfItsOwn() {
    Ports ports = new Ports(7430);

    assertThat(
            IntStream.concat(
                    IntStream.of(
                        ports.http(),
                        ports.grpc(),
                        ports.scheduler(),
                        ports.kafka(),
                        ports.kafkaController(),
                        ports.postgres()),
                    IntStream.rangeClosed(1, 20).map(ports::agent))
                .boxed())
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 7430);
  }
}
