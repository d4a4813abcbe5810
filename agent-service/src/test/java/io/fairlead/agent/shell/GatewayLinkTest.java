package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayLinkTest {
  private static final Credentials CREDENTIALS =
      new Credentials(ScriptedGateway.INSTANCE, "default", "FLIA0123", ScriptedGateway.SECRET);

  private final Heard heard = new Heard();
  private final AtomicInteger resets = new AtomicInteger();
  private ScriptedGateway gateway;
  private ManagedChannel channel;
  private GatewayLink link;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    channel =
        counting(
            NettyChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build());
    link = link();
  }

  private GatewayLink link() {
    return new GatewayLink(
        channel,
        CREDENTIALS,
        InstantSource.system(),
        () -> Hello.newBuilder().setCluster("default").build(),
        heard);
  }

  @AfterEach
  void stop() throws InterruptedException {
    link.close();
    channel.shutdownNow();
    gateway.close();
  }

  @Test
  void saysHelloWithAFreshTokenAndIsWelcomed() throws InterruptedException {
    link.start();

    assertThat(gateway.awaitHello().getCluster()).isEqualTo("default");
    await().until(link::connected);
    assertThat(heard.welcomes).singleElement().extracting(Welcome::getEpoch).isEqualTo(1L);
    assertThat(gateway.authorizations).singleElement().asString().startsWith("Bearer ey");
  }

  @Test
  void keepsItsLeaseAndHearsLaterSets() {
    link.start();
    await().until(() -> gateway.heartbeats.get() >= 2);

    gateway.send(Assignment.newBuilder().setTaskArn("t").build());

    await().until(() -> heard.sets.size() == 1);
    assertThat(heard.sets.getFirst().getAssignments(0).getTaskArn()).isEqualTo("t");
  }

  @Test
  void comesBackAfterAFailureAndAfterAMoveToAnotherOwner() throws InterruptedException {
    link.start();
    gateway.awaitHello();
    await().until(link::connected);

    gateway.failSessions(Status.UNAVAILABLE.asRuntimeException());
    gateway.awaitHello();
    await().until(() -> heard.welcomes.size() == 2);

    gateway.failSessions(
        ApiErrors.of(Code.FAILED_PRECONDITION, ApiErrors.NOT_OWNER, "moved", Map.of()));
    gateway.awaitHello();
    await().until(() -> heard.welcomes.size() == 3);
    assertThat(heard.welcomes).extracting(Welcome::getEpoch).containsExactly(1L, 2L, 3L);
  }

  @Test
  void saysAgainAndAgainThatItIsAway() throws InterruptedException {
    link.start();
    gateway.awaitHello();
    await().until(link::connected);
    assertThat(heard.away).hasValue(0);

    gateway.close();

    await().until(() -> heard.away.get() >= 2);
  }

  /** An attempt to connect lasts longer than the lease. */
  @Test
  void saysThatItIsAwayWhileNobodyAnswersItsHello() throws InterruptedException {
    gateway.lease = Duration.ofMillis(250);
    link.start();
    gateway.awaitHello();
    await().until(link::connected);

    gateway.welcomes = false;
    gateway.failSessions(Status.UNAVAILABLE.asRuntimeException());
    gateway.awaitHello();

    int before = heard.away.get();
    await().until(() -> heard.away.get() >= before + 3);
    assertThat(gateway.hellos).isEmpty();
  }

  /** Else a gateway that was away for minutes would be found minutes after it is back. */
  @Test
  void doesNotWaitForTheChannelsOwnDistances() {
    gateway.close();
    link.start();

    await().until(() -> channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE);
    int attempts = resets.get();
    await().until(() -> resets.get() > attempts + 1);
  }

  @Test
  void leavesASchedulerThatHasFallenSilent() throws InterruptedException {
    gateway.lease = Duration.ofMillis(120);
    gateway.acknowledges = false;
    link.start();

    gateway.awaitHello();
    gateway.awaitHello();
  }

  @Test
  void renewsItsSessionWhenAsked() throws InterruptedException {
    link.start();
    gateway.awaitHello();
    await().until(link::connected);

    link.renew("test");

    gateway.awaitHello();
    await().until(() -> heard.welcomes.size() == 2);
  }

  /** The channel is shared with others: it does not end with the link. */
  @Test
  void hangsUpWhenItCloses() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      GatewayLink another = link();
      another.start();
      gateway.awaitHello();
      await().pollInterval(Duration.ofMillis(1)).until(another::connected);

      another.close();

      await().pollInterval(Duration.ofMillis(1)).until(() -> gateway.sessions() == 0);
    }
  }

  private ManagedChannel counting(ManagedChannel real) {
    return new ForwardingChannel(real) {
      @Override
      public void resetConnectBackoff() {
        resets.incrementAndGet();
        super.resetConnectBackoff();
      }
    };
  }

  private static final class Heard implements Session.Listener {
    final List<Welcome> welcomes = new CopyOnWriteArrayList<>();
    final List<AssignmentSet> sets = new CopyOnWriteArrayList<>();
    final AtomicInteger away = new AtomicInteger();

    @Override
    public void welcome(Welcome welcome) {
      welcomes.add(welcome);
    }

    @Override
    public void assignments(AssignmentSet complete) {
      sets.add(complete);
    }

    @Override
    public void away() {
      away.incrementAndGet();
    }
  }
}
