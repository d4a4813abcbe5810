package io.fairlead.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
  @TempDir Path folder;

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverProperties() throws IOException {
    Path file = folder.resolve("agent.config");
    Files.write(file, List.of("# a comment", "", "ECS_CLUSTER=file", "ECS_RESERVED_MEMORY = 1"));
    Map<String, String> properties =
        Map.of(
            "fairlead.agent.cluster", "property",
            "fairlead.agent.reserved-memory", "2",
            "fairlead.agent.container-stop-timeout", "3s");

    Map<String, String> all =
        ConfigSources.variables(
            Map.of("ECS_CLUSTER", "environment", "FAIRLEAD_AGENT_CONFIG", file.toString()),
            name -> Optional.ofNullable(properties.get(name)));

    assertThat(all)
        .containsEntry("ECS_CLUSTER", "environment")
        .containsEntry("ECS_RESERVED_MEMORY", "1")
        .containsEntry("ECS_CONTAINER_STOP_TIMEOUT", "3s");
  }

  @Test
  void takesTheJoinTokenFromItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret\n");

    assertThat(
            ConfigSources.variables(
                Map.of("FAIRLEAD_JOIN_TOKEN_FILE", file.toString()), _ -> Optional.empty()))
        .containsEntry("FAIRLEAD_JOIN_TOKEN", "secret");
  }

  @Test
  void saysWhichLineOfTheFileMeansNothing() {
    assertThatThrownBy(() -> ConfigSources.parse(List.of("ECS_CLUSTER=c", "secret")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("line 2=(not shown): expected NAME=value");
  }

  @Test
  void tellsWhichVariablesOfTheEcsAgentMeanNothingHere() {
    assertThat(
            Variables.notHonoured(
                Map.of("ECS_ENABLE_TASK_ENI", "true", "ECS_CLUSTER", "a", "PATH", "/bin")))
        .containsExactly("ECS_ENABLE_TASK_ENI");
  }

  @Test
  void noTwoVariablesShareAProperty() {
    assertThat(Variables.ALL.stream().map(Variables::property)).doesNotHaveDuplicates();
  }
}
