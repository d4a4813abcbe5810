package io.fairlead.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Info;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a task cannot have a cgroup each container is bounded, and the reason is told. */
class TaskLimitsChoiceTest {
  private static final String HERE = "here";

  @ParameterizedTest
  @CsvSource({
    "false, unix:///run/docker.sock, cgroupfs, here,  it is switched off",
    "true,  tcp://10.0.0.7:2375,     cgroupfs, here,  the engine is not on a local socket",
    "true,  unix:///run/docker.sock, systemd,  here,  the engine's cgroup driver is systemd",
    "true,  unix:///run/docker.sock, cgroupfs, there, the engine is on there",
    "true,  unix:///run/docker.sock, cgroupfs, here,  cgroups cannot be made"
  })
  void tellsWhy(boolean wanted, String host, String driver, String machine, String why)
      throws IOException {
    DockerSettings settings =
        new DockerSettings(host, Duration.ofSeconds(5), wanted, ImageAccess.ANONYMOUS);
    Info info =
        new Info()
            .withCGroupDriver(driver)
            .withCGroupVersion("2")
            .withName(machine.equals(HERE) ? hostName() : machine);
    try (Engine engine = new Engine(host, Duration.ofSeconds(5))) {
      TaskLimits limits =
          new TaskLimitsChoice(engine, settings, Tasks.owner(), Path.of("/no/such/folder"))
              .of(info);
      assertThat(limits)
          .isInstanceOfSatisfying(
              TaskLimits.EachContainer.class, each -> assertThat(each.why()).startsWith(why));
    }
  }

  private static String hostName() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }
}
