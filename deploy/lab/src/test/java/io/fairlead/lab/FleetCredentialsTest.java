package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.agent.shell.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCredentialsTest {
  @TempDir Path folder;

  @Test
  void keepsThoseOfManyThatJoinAtOnce() throws Exception {
    try (FleetCredentials fleet = FleetCredentials.open(file())) {
      List<Thread> joining =
          IntStream.rangeClosed(1, 50)
              .mapToObj(number -> Thread.startVirtualThread(() -> join(fleet, number)))
              .toList();
      for (Thread thread : joining) {
        thread.join();
      }
    }

    try (FleetCredentials again = FleetCredentials.open(file())) {
      for (int number = 1; number <= 50; number++) {
        assertThat(again.of(number).load()).contains(credentials(number));
      }
      assertThat(again.of(51).load()).isEmpty();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void forgetsALineThatWasCutOffAndGoesOnAfterTheLastWholeOne() throws IOException {
    try (FleetCredentials fleet = FleetCredentials.open(file())) {
      fleet.of(1).save(credentials(1));
    }
    Files.writeString(file(), "{\"number\":2,\"cred", StandardOpenOption.APPEND);
    try (FleetCredentials fleet = FleetCredentials.open(file())) {
      assertThat(fleet.of(2).load()).isEmpty();
      fleet.of(3).save(credentials(3));
    }

    try (FleetCredentials fleet = FleetCredentials.open(file())) {
      assertThat(fleet.of(1).load()).contains(credentials(1));
      assertThat(fleet.of(3).load()).contains(credentials(3));
    }
  }

  private Path file() {
    return folder.resolve("agents").resolve("simulated.jsonl");
  }

  private static void join(FleetCredentials fleet, int number) {
    try {
      fleet.of(number).save(credentials(number));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Credentials credentials(int number) {
    return new Credentials("arn-" + number, "default", "FLIA" + number, "secret" + number);
  }
}
