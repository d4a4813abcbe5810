package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.agent.config.AgentConfig;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {
  @TempDir Path folder;
  private ScriptedGateway gateway;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    gateway.close();
  }

  @Test
  void joinsOnceAndKeepsItsCredentialsForItself() throws IOException {
    Credentials first = joining(Map.of("FAIRLEAD_JOIN_TOKEN", ScriptedGateway.TOKEN)).credentials();
    Credentials second = joining(Map.of()).credentials();

    assertThat(first.containerInstanceArn()).isEqualTo(ScriptedGateway.INSTANCE);
    assertThat(second).isEqualTo(first);
    assertThat(gateway.joins).hasValue(1);
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void saysWhatIsMissingWithoutToken() {
    assertThatThrownBy(() -> joining(Map.of()).credentials())
        .isInstanceOf(Joining.CannotJoin.class)
        .hasMessageContaining("FAIRLEAD_JOIN_TOKEN");
  }

  @Test
  void passesOnTheGatewaysRefusal() {
    assertThatThrownBy(() -> joining(Map.of("FAIRLEAD_JOIN_TOKEN", "wrong")).credentials())
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("no such token");
  }

  @Test
  void refusesCredentialsForAnotherClusterThanTheConfiguredOne() {
    assertThatThrownBy(
            () ->
                joining(Map.of("FAIRLEAD_JOIN_TOKEN", ScriptedGateway.TOKEN, "ECS_CLUSTER", "prod"))
                    .credentials())
        .isInstanceOf(Joining.CannotJoin.class)
        .hasMessageContaining("ECS_CLUSTER=prod");
  }

  @Test
  void neverShowsTheSecret() throws IOException {
    assertThat(joining(Map.of("FAIRLEAD_JOIN_TOKEN", ScriptedGateway.TOKEN)).credentials())
        .asString()
        .doesNotContain(ScriptedGateway.SECRET);
  }

  private Joining joining(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("ECS_DATADIR", folder.resolve("data").toString());
    return new Joining(AgentConfig.read(all), new CredentialFile(folder.resolve("data")), channel);
  }
}
