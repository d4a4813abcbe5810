package io.fairlead.scheduler.shell.session;

import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.HeartbeatAck;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.agent.Welcome;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One agent's stream. Heartbeats are answered and remembered here and reach neither the core nor
 * the journal. Safe for several threads.
 */
final class Session implements StreamObserver<AgentMessage> {
  private final String principal;
  private final Sessions sessions;
  private final ServerCallStreamObserver<SchedulerMessage> agent;
  private @Nullable Hello hello;
  private @Nullable Welcome welcome;
  private Duration heartbeat = Duration.ZERO;
  private boolean ended;
  private long heardAt = System.nanoTime();
  private long toldAllAt = System.nanoTime();

  /**
   * @param principal ARN for whom the gateway has let the call in
   */
  Session(String principal, Sessions sessions, ServerCallStreamObserver<SchedulerMessage> agent) {
    this.principal = principal;
    this.sessions = sessions;
    this.agent = agent;
  }

  @Override
  public void onNext(AgentMessage message) {
    switch (message.getMessageCase()) {
      case HELLO -> hello(message.getHello());
      case HEARTBEAT -> heard();
      case MESSAGE_NOT_SET -> {} // From a newer agent.
    }
  }

  private void hello(Hello message) {
    synchronized (this) {
      if (hello != null) {
        end(invalid("A session has one Hello."));
        return;
      }
      hello = message;
    }
    sessions.hello(this, principal, message);
  }

  private static StatusRuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  private synchronized void heard() {
    heardAt = System.nanoTime();
    if (welcome == null) {
      end(invalid("Hello comes before the first heartbeat."));
    } else {
      heartbeat = sessions.heartbeat();
      send(acknowledgement(heartbeat));
    }
  }

  private static SchedulerMessage acknowledgement(Duration heartbeat) {
    return SchedulerMessage.newBuilder()
        .setHeartbeatAck(
            HeartbeatAck.newBuilder()
                .setHeartbeat(
                    com.google.protobuf.Duration.newBuilder()
                        .setSeconds(heartbeat.getSeconds())
                        .setNanos(heartbeat.getNano())))
        .build();
  }

  /** How far apart the agent's heartbeats are as it was told last. */
  synchronized Duration heartbeat() {
    return heartbeat;
  }

  @Override
  public void onError(Throwable failure) {
    over();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      if (!ended) {
        agent.onCompleted();
      }
    }
    over();
  }

  private void over() {
    synchronized (this) {
      ended = true;
    }
    sessions.over(this);
  }

  /** Registers the session with what the core answered; false if it has ended meanwhile. */
  synchronized boolean begin(Welcome message) {
    if (ended) {
      return false;
    }
    welcome = message;
    heartbeat =
        Duration.ofSeconds(message.getHeartbeat().getSeconds(), message.getHeartbeat().getNanos());
    heardAt = System.nanoTime();
    toldAllAt = heardAt;
    send(SchedulerMessage.newBuilder().setWelcome(message).build());
    return true;
  }

  /** Tells the agent every task that it should have. */
  synchronized void tell(AssignmentSet complete) {
    send(SchedulerMessage.newBuilder().setAssignments(complete).build());
  }

  private void send(SchedulerMessage message) {
    if (!ended) {
      agent.onNext(message);
    }
  }

  /** Ends the stream with a status that says why. */
  synchronized void end(StatusRuntimeException why) {
    if (!ended) {
      ended = true;
      agent.onError(why);
    }
  }

  /** Whether so many heartbeats are missing since it began. */
  synchronized boolean misses(int heartbeats) {
    return welcome != null && System.nanoTime() - heardAt > heartbeats * heartbeat.toNanos();
  }

  /** Whether the complete set is due again; if so it counts as told from now on. */
  synchronized boolean takeSetDue(Duration interval) {
    boolean due = welcome != null && System.nanoTime() - toldAllAt > interval.toNanos();
    if (due) {
      toldAllAt = System.nanoTime();
    }
    return due;
  }

  synchronized String cluster() {
    return hello == null ? "" : hello.getCluster();
  }

  synchronized String instanceArn() {
    return hello == null ? "" : hello.getContainerInstanceArn();
  }

  /** The instance's epoch in this session; 0 before it has begun. */
  synchronized long epoch() {
    return welcome == null ? 0 : welcome.getEpoch();
  }
}
