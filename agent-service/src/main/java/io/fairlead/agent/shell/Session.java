package io.fairlead.agent.shell;

import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AgentSessionGrpc.AgentSessionStub;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Heartbeat;
import io.fairlead.proto.agent.HeartbeatAck;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.agent.Welcome;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection to the scheduler, from Hello until it ends. */
final class Session implements ClientResponseObserver<AgentMessage, SchedulerMessage> {
  /** How long the scheduler may take to answer Hello. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Sparse heartbeats fall on multiples of it: those of many instances in one process then go
   * together, and wake each thread on their way once and not once each.
   */
  private static final Duration GRID = Duration.ofMillis(100);

  private static final AgentMessage HEARTBEAT =
      AgentMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

  /** Hears what the scheduler says, in order, on gRPC's thread. */
  interface Listener {
    void welcome(Welcome welcome);

    void assignments(AssignmentSet complete);

    /** There is no session; said again several times in the time of a lease, by another thread. */
    void away();
  }

  private final Listener listener;
  private final CompletableFuture<Welcome> welcomed = new CompletableFuture<>();
  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
  private volatile @Nullable ClientCallStreamObserver<AgentMessage> requests;
  private volatile Duration heartbeat = Duration.ofSeconds(1);
  private volatile long heardAt = System.nanoTime();

  Session(Listener listener) {
    this.listener = listener;
  }

  /**
   * Says Hello and keeps the lease; returns when the session has ended, with the failure if it was
   * one.
   */
  Optional<Throwable> run(AgentSessionStub scheduler, Hello hello) throws InterruptedException {
    scheduler.connect(this);
    send(AgentMessage.newBuilder().setHello(hello).build());
    try {
      Welcome welcome = welcomed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return keepAlive(toDuration(welcome.getLease()));
    } catch (TimeoutException e) {
      end("no answer to Hello within " + PATIENCE.toSeconds() + " s");
      return ended.join();
    } catch (ExecutionException e) {
      return ended.join();
    }
  }

  private Optional<Throwable> keepAlive(Duration lease) throws InterruptedException {
    while (true) {
      try {
        return ended.get(untilHeartbeat(heartbeat, System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        Duration patience = patience(lease);
        if (System.nanoTime() - heardAt > patience.toNanos()) {
          end("nothing heard from the scheduler for " + patience.toMillis() + " ms");
        } else {
          send(HEARTBEAT);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("never completed with a failure", e);
      }
    }
  }

  /**
   * How long to wait for the next heartbeat, in nanoseconds.
   *
   * @param now by {@link System#nanoTime}
   */
  static long untilHeartbeat(Duration heartbeat, long now) {
    long nanos = Math.max(heartbeat.toNanos(), TimeUnit.MILLISECONDS.toNanos(1));
    long grid = GRID.toNanos();
    return nanos < 10 * grid ? nanos : nanos + grid - Math.floorMod(now + nanos, grid);
  }

  /** By then the scheduler, which misses heartbeats, too, counts the lease or is about to. */
  private Duration patience(Duration lease) {
    Duration half = lease.dividedBy(2);
    Duration two = heartbeat.multipliedBy(2);
    return half.compareTo(two) > 0 ? half : two;
  }

  /** Ends the session from this side. */
  void end(String why) {
    ClientCallStreamObserver<AgentMessage> stream = requests;
    if (stream != null) {
      stream.cancel(why, null);
    }
    ended(Optional.of(Status.CANCELLED.withDescription(why).asRuntimeException()));
  }

  private void send(AgentMessage message) {
    ClientCallStreamObserver<AgentMessage> stream = requests;
    if (stream != null && !ended.isDone()) {
      stream.onNext(message);
    }
  }

  private void ended(Optional<Throwable> failure) {
    ended.complete(failure);
    welcomed.completeExceptionally(
        failure.orElseGet(() -> new IllegalStateException("ended before Welcome")));
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<AgentMessage> stream) {
    requests = stream;
  }

  @Override
  public void onNext(SchedulerMessage message) {
    if (ended.isDone()) {
      return;
    }
    heardAt = System.nanoTime();
    switch (message.getMessageCase()) {
      case WELCOME -> {
        heartbeat = toDuration(message.getWelcome().getHeartbeat());
        listener.welcome(message.getWelcome());
        welcomed.complete(message.getWelcome());
      }
      case ASSIGNMENTS -> listener.assignments(message.getAssignments());
      case HEARTBEAT_ACK -> acknowledged(message.getHeartbeatAck());
      // A message that this version does not know is a sign of life, too.
      case MESSAGE_NOT_SET -> {}
    }
  }

  private void acknowledged(HeartbeatAck ack) {
    if (ack.hasHeartbeat()) {
      heartbeat = toDuration(ack.getHeartbeat());
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended(Optional.of(failure));
  }

  @Override
  public void onCompleted() {
    ended(Optional.empty());
  }

  static Duration toDuration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
