package io.fairlead.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {

  @Test
  void hasTheDefaultsOfTheEcsAgentWhereItHasOnes() {
    AgentConfig config = AgentConfig.read(Map.of());

    assertThat(config.installation()).isEqualTo("fairlead");
    assertThat(config.gateway()).isEqualTo(new HostPort("127.0.0.1", 7070));
    assertThat(config.cluster()).isEmpty();
    assertThat(config.joinToken()).isEmpty();
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/fairlead/agent"));
    assertThat(config.usageInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.machine())
        .isEqualTo(
            new AgentConfig.Machine(
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(22, 2375, 2376, 51678, 51679),
                List.of(),
                Map.of(),
                Map.of()));
    assertThat(config.tasks())
        .isEqualTo(
            new AgentConfig.Tasks(
                "unix:///var/run/docker.sock",
                Duration.ofSeconds(30),
                Duration.ofMinutes(3),
                ImagePullBehavior.DEFAULT,
                Duration.ofHours(3),
                AgentConfig.LOGGING_DRIVERS,
                false,
                8,
                true,
                RegistryLogins.NONE));
    assertThat(config.streams())
        .isEqualTo(new AgentConfig.Streams(new HostPort("127.0.0.1", 0), Optional.empty()));
  }

  @Test
  void readsEveryVariable() {
    AgentConfig config =
        AgentConfig.read(
            Map.ofEntries(
                Map.entry("FAIRLEAD_INSTALLATION", "lab"),
                Map.entry("ECS_CLUSTER", "prod"),
                Map.entry("ECS_BACKEND_HOST", "https://gateway.example:7443/"),
                Map.entry("FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS", "k1:9092,k2:9092"),
                Map.entry("ECS_DATADIR", "/data"),
                Map.entry("FAIRLEAD_JOIN_TOKEN", "t"),
                Map.entry("FAIRLEAD_INSTANCE_CPU", "4096"),
                Map.entry("FAIRLEAD_INSTANCE_MEMORY", "2048"),
                Map.entry("ECS_RESERVED_MEMORY", "256"),
                Map.entry("ECS_RESERVED_PORTS", "[22, 80]"),
                Map.entry("ECS_RESERVED_PORTS_UDP", "[53]"),
                Map.entry("ECS_INSTANCE_ATTRIBUTES", "{\"stack\": \"prod\"}"),
                Map.entry("ECS_CONTAINER_INSTANCE_TAGS", "{\"team\": \"core\"}"),
                Map.entry("DOCKER_HOST", "tcp://127.0.0.1:2375"),
                Map.entry("ECS_CONTAINER_STOP_TIMEOUT", "45s"),
                Map.entry("ECS_CONTAINER_START_TIMEOUT", "1m30s"),
                Map.entry("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached"),
                Map.entry("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "10m"),
                Map.entry("ECS_AVAILABLE_LOGGING_DRIVERS", "[\"syslog\"]"),
                Map.entry("ECS_DISABLE_PRIVILEGED", "true"),
                Map.entry("ECS_ENABLE_TASK_CPU_MEM_LIMIT", "false"),
                Map.entry("ECS_ENGINE_AUTH_TYPE", "docker"),
                Map.entry(
                    "ECS_ENGINE_AUTH_DATA",
                    "{\"registry.example\": {\"username\": \"bob\", \"password\": \"secret\"}}"),
                Map.entry("FAIRLEAD_PARALLEL_STARTS", "4"),
                Map.entry("FAIRLEAD_AGENT_LISTEN", "0.0.0.0:7070"),
                Map.entry("FAIRLEAD_AGENT_ADVERTISED_ADDRESS", "10.0.0.7:7070"),
                Map.entry("FAIRLEAD_USAGE_INTERVAL", "500ms")));

    assertThat(config)
        .isEqualTo(
            new AgentConfig(
                "lab",
                Optional.of("prod"),
                new HostPort("gateway.example", 7443),
                "k1:9092,k2:9092",
                Path.of("/data"),
                Optional.of("t"),
                new AgentConfig.Machine(
                    Optional.of(4096),
                    Optional.of(2048),
                    256,
                    List.of(22, 80),
                    List.of(53),
                    Map.of("stack", "prod"),
                    Map.of("team", "core")),
                new AgentConfig.Tasks(
                    "tcp://127.0.0.1:2375",
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(90),
                    ImagePullBehavior.PREFER_CACHED,
                    Duration.ofMinutes(10),
                    List.of("syslog"),
                    true,
                    4,
                    false,
                    new RegistryLogins(
                        Map.of("registry.example", new RegistryLogins.Login("bob", "secret")))),
                new AgentConfig.Streams(
                    new HostPort("0.0.0.0", 7070), Optional.of(new HostPort("10.0.0.7", 7070))),
                Duration.ofMillis(500)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ECS_BACKEND_HOST                      | nowhere
          ECS_BACKEND_HOST                      | host:99999
          ECS_RESERVED_MEMORY                   | -1
          ECS_RESERVED_MEMORY                   | much
          ECS_RESERVED_PORTS                    | 22
          ECS_RESERVED_PORTS                    | [70000]
          ECS_RESERVED_PORTS_UDP                | ["53"]
          ECS_INSTANCE_ATTRIBUTES               | {"a": 1}
          ECS_INSTANCE_ATTRIBUTES               | not json
          ECS_CONTAINER_INSTANCE_TAGS           | []
          ECS_CONTAINER_STOP_TIMEOUT            | 30
          ECS_CONTAINER_STOP_TIMEOUT            | 0s
          ECS_CONTAINER_START_TIMEOUT           | -3m
          ECS_IMAGE_PULL_BEHAVIOR               | sometimes
          ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION | 3 hours
          ECS_AVAILABLE_LOGGING_DRIVERS         | json-file
          ECS_DISABLE_PRIVILEGED                | yes
          FAIRLEAD_PARALLEL_STARTS              | 0
          FAIRLEAD_INSTANCE_CPU                 | 0
          FAIRLEAD_AGENT_LISTEN                 | 7070
          FAIRLEAD_USAGE_INTERVAL               | often
          """)
  void namesTheVariableThatCannotBeUsed(String variable, String value) {
    assertThatThrownBy(() -> AgentConfig.read(Map.of(variable, value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith(variable + "=")
        .hasMessageContaining(": expected ");
  }

  @Test
  void anEmptyValueIsAnAbsentOne() {
    assertThat(AgentConfig.read(Map.of("ECS_CLUSTER", " ", "ECS_RESERVED_PORTS", "")))
        .isEqualTo(AgentConfig.read(Map.of()));
  }
}
