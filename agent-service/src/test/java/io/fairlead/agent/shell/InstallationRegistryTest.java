package io.fairlead.agent.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.proto.ecr.AuthorizationData;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import io.fairlead.proto.ecr.GetAuthorizationTokenResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance knows of its installation's registry, and how often it asks. */
final class InstallationRegistryTest {
  private static final String OURS = "127.0.0.1:7437/team/web:1";
  private static final String AS_ON_AWS = "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web:1";
  private static final Credentials CREDENTIALS =
      new Credentials(ScriptedGateway.INSTANCE, "default", "FLIA0123", ScriptedGateway.SECRET);

  private final Passwords gateway = new Passwords();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private Server server;
  private ManagedChannel channel;
  private InstallationRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(gateway)
            .build()
            .start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    registry = new InstallationRegistry(channel, CREDENTIALS, () -> now);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void givesThePasswordToItsOwnRegistryOnly() throws EngineFailure {
    assertThat(registry.login("busybox")).isEmpty();
    assertThat(registry.login("library/busybox:1")).isEmpty();
    assertThat(gateway.asked).hasValue(0);

    assertThat(registry.login("registry.example/team/web")).isEmpty();
    assertThat(registry.login(OURS))
        .hasValueSatisfying(
            login -> {
              assertThat(login.username()).isEqualTo("AWS");
              assertThat(login.password()).isEqualTo("password:1");
              assertThat(login.toString()).doesNotContain("password:1");
            });
    assertThat(gateway.asked).hasValue(1);
  }

  @Test
  void callsAnImageThatIsNamedAsOnAwsByTheRegistrysAddress() throws EngineFailure {
    assertThat(registry.name(OURS)).isEqualTo(OURS);
    assertThat(registry.name("busybox")).isEqualTo("busybox");
    assertThat(registry.name(AS_ON_AWS.replace("000000000000", "123456789012")))
        .startsWith("123456789012.dkr.ecr");
    assertThat(gateway.asked).hasValue(0);

    assertThat(registry.name(AS_ON_AWS)).isEqualTo(OURS);
    assertThat(registry.login(OURS)).isPresent();
    assertThat(gateway.asked).hasValue(1);
  }

  @Test
  void asksAnewBeforeThePasswordEnds() throws EngineFailure {
    registry.login(OURS);
    now = now.plus(Duration.ofMinutes(30));
    registry.login(OURS);
    assertThat(gateway.asked).hasValue(1);
    now = now.plusSeconds(1);
    assertThat(registry.login(OURS).orElseThrow().password()).isEqualTo("password:2");
  }

  @Test
  void withoutTheGatewayForeignImagesArePulledAndOwnOnesSayWhy() throws EngineFailure {
    registry.login(OURS);
    gateway.away = true;
    now = now.plus(Duration.ofHours(2));

    assertThat(registry.login("registry.example/team/web")).isEmpty();
    assertThat(registry.name(AS_ON_AWS)).isEqualTo(OURS);
    assertThatThrownBy(() -> registry.login(OURS))
        .isInstanceOf(EngineFailure.class)
        .hasMessageStartingWith("the gateway cannot be asked for a password for 127.0.0.1:7437: ")
        .hasMessageContaining("UNAVAILABLE");
    assertThatThrownBy(
            () -> new InstallationRegistry(channel, CREDENTIALS, () -> now).name(AS_ON_AWS))
        .isInstanceOf(EngineFailure.class)
        .hasMessageStartingWith("the gateway cannot be asked where the installation's registry is");
  }

  /** Gives out numbered passwords that are good for an hour. */
  private final class Passwords extends ECRGrpc.ECRImplBase {
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean away;

    @Override
    public void getAuthorizationToken(
        GetAuthorizationTokenRequest request,
        StreamObserver<GetAuthorizationTokenResponse> answer) {
      if (away) {
        answer.onError(Status.UNAVAILABLE.asException());
        return;
      }
      String pair = "AWS:password:" + asked.incrementAndGet();
      answer.onNext(
          GetAuthorizationTokenResponse.newBuilder()
              .addAuthorizationData(
                  AuthorizationData.newBuilder()
                      .setAuthorizationToken(
                          Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                      .setProxyEndpoint("http://127.0.0.1:7437")
                      .setExpiresAt(Timestamp.newBuilder().setSeconds(now.getEpochSecond() + 3600)))
              .build());
      answer.onCompleted();
    }
  }
}
