package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} makes of a machine with and without a container engine. */
class EngineScriptTest {
  private static final String NO_ENGINE = "exit 1";

  @TempDir Path folder;
  private Script script;

  @BeforeEach
  void programs() throws IOException {
    script = new Script(folder);
    for (String tool : new String[] {"mkdir", "sleep", "cat", "touch", "ln"}) {
      script.program(tool, "exec /usr/bin/env PATH=/usr/bin:/bin " + tool + " \"$@\"");
    }
    user(0);
    script.program("curl", NO_ENGINE);
    script.program("setsid", "exec \"$@\"");
    script.program("systemctl", "exec dockerd");
  }

  private void user(int id) throws IOException {
    script.program("id", "if [ \"$1\" = -u ]; then echo " + id + "; else echo somebody; fi");
  }

  static boolean debian() {
    return Files.exists(Path.of("/etc/debian_version"));
  }

  /** Runs the decision; what it said, then the engine and why. */
  private String engine(String install) throws Exception {
    Script.Outcome outcome =
        script.bash(
            Map.of(
                "PATH", script.bin().toString(),
                "FAIRLEAD_HOME", folder.resolve("home").toString(),
                "DOCKER_HOST", ""),
            "say() { echo \"$*\"; }; . '%s'; ensure_engine %s; echo \"$ENGINE: $ENGINE_WHY\""
                .formatted(Script.ROOT.resolve("deploy/lab/bin/engine.sh"), install));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output();
  }

  @Test
  void usesTheEngineThatAnswers() throws Exception {
    // Asked for its context only where the usual socket is not there.
    script.program(
        "docker",
        "if [ \"$1\" = context ]; then echo unix:///var/run/docker.sock; else echo 27.1; fi");

    assertThat(engine("yes"))
        .isEqualTo("Container engine: Docker 27.1 at unix:///var/run/docker.sock\ndocker: \n");
  }

  @Test
  void installsNothingWhereThatIsForbidden() throws Exception {
    script.program("apt-get", "touch '" + folder + "/installed'");

    assertThat(engine("no"))
        .isEqualTo("simulated: no engine is here and --no-install forbids to install one\n");
    assertThat(folder.resolve("installed")).doesNotExist();
  }

  @Test
  void tellsAUserWhoIsNotRootWhatToDo() throws Exception {
    user(1000);

    assertThat(engine("yes")).startsWith("simulated: ").contains("sudo");
  }

  @Test
  @EnabledIf("debian")
  void installsAndStartsTheDistributionsEngine() throws Exception {
    Path up = folder.resolve("up");
    script.program("dockerd-of-package", "touch '" + up + "'");
    script.program("docker-of-package", "[ -e '" + up + "' ] && echo 20.10");
    script.program("apt-cache", NO_ENGINE);
    script.program(
        "apt-get",
        "echo \"$*\" >>'" + folder + "/asked'",
        "if [ \"$1\" = install ]; then",
        "  ln -s docker-of-package '" + script.bin() + "/docker'",
        "  ln -s dockerd-of-package '" + script.bin() + "/dockerd'",
        "fi");

    assertThat(engine("yes"))
        .contains("installing the distribution's docker.io")
        .endsWith("Container engine: Docker 20.10 at unix:///var/run/docker.sock\ndocker: \n");
    assertThat(folder.resolve("asked"))
        .hasContent("update\ninstall -y --no-install-recommends docker.io iptables");
  }

  @Test
  @EnabledIf("debian")
  void namesTheLogWhereTheInstallationFails() throws Exception {
    script.program("apt-get", "echo no network", "exit 100");

    Path log = folder.resolve("home/log/engine-install.log");
    assertThat(engine("yes"))
        .endsWith("simulated: docker.io could not be installed; see " + log + "\n");
    assertThat(log).hasContent("no network");
  }
}
