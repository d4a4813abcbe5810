package io.fairlead.scheduler.shell.session;

import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.shell.CallErrors;
import io.fairlead.scheduler.shell.RetryException;
import io.fairlead.scheduler.shell.ShardListener;
import io.fairlead.scheduler.shell.Shards;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of this scheduler, one for each connected instance: the latest. */
public final class Sessions implements ShardListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final int HEARTBEATS_MISSED = 3;

  private final Shards shards;
  private final Function<Decision.Refused, StatusRuntimeException> refusals;
  private final Settings settings;
  private final Map<String, Session> byInstance = new ConcurrentHashMap<>();
  private long roundAt = System.nanoTime();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sessions").daemon().factory());

  /**
   * @param settings how often agents show that they live; a session ends when three heartbeats are
   *     missing, and from then on the core counts the lease
   * @param refusals how a "no" of the core is said over gRPC
   */
  public Sessions(
      Shards shards,
      Settings settings,
      Function<Decision.Refused, StatusRuntimeException> refusals,
      MeterRegistry registry) {
    this.shards = shards;
    this.refusals = refusals;
    this.settings = settings;
    registry.gauge("fairlead.scheduler.sessions", byInstance, Map::size);
    long beat = settings.heartbeat().toMillis();
    var _ = rounds.scheduleWithFixedDelay(this::round, beat, beat, TimeUnit.MILLISECONDS);
  }

  /** How often each agent is to show from now on that it lives. */
  Duration heartbeat() {
    return settings.heartbeat(byInstance.size());
  }

  void hello(Session session, String principal, Hello hello) {
    if (principal.isEmpty() || !principal.equals(hello.getContainerInstanceArn())) {
      session.end(
          ApiErrors.of(
              Code.PERMISSION_DENIED,
              "AccessDeniedException",
              "An agent speaks only for its own instance: the call's credentials are not those of "
                  + hello.getContainerInstanceArn()
                  + ".",
              Map.of()));
      return;
    }
    var _ =
        shards
            .seen(hello.getCluster(), (now, seed) -> new Input.AgentConnected(now, seed, hello))
            .whenComplete((reply, failure) -> answer(session, reply, failure));
  }

  private void answer(
      Session session, Decision.@Nullable Reply reply, @Nullable Throwable failure) {
    if (reply == null) {
      session.end(CallErrors.of(failure == null ? new IllegalStateException() : failure));
      return;
    }
    switch (reply) {
      case Decision.Done(Welcome welcome) -> begin(session, welcome);
      case Decision.Done done -> throw new IllegalStateException("no welcome: " + done);
      case Decision.Refused refused -> session.end(refusals.apply(refused));
      case Decision.Silent _ -> throw new IllegalStateException("no welcome");
    }
  }

  private void begin(Session session, Welcome welcome) {
    Session older = byInstance.put(session.instanceArn(), session);
    if (older != null) {
      older.end(
          Status.ABORTED
              .withDescription("The instance has opened a newer session.")
              .asRuntimeException());
    }
    if (session.begin(welcome)) {
      LOG.info(
          "agent connected cluster={} instance={} epoch={}",
          session.cluster(),
          session.instanceArn(),
          welcome.getEpoch());
    } else {
      byInstance.remove(session.instanceArn(), session);
      disconnected(session, welcome.getEpoch(), false);
    }
  }

  /** The agent has hung up. */
  void over(Session session) {
    over(session, false);
  }

  private void over(Session session, boolean silent) {
    if (byInstance.remove(session.instanceArn(), session)) {
      LOG.info(
          "agent disconnected cluster={} instance={} epoch={} silent={}",
          session.cluster(),
          session.instanceArn(),
          session.epoch(),
          silent);
      disconnected(session, session.epoch(), silent);
    }
  }

  // If this fails the shard is read again, here or elsewhere, and all instances count as away.
  private void disconnected(Session session, long epoch, boolean silent) {
    var _ =
        shards.seen(
            session.cluster(),
            (now, seed) ->
                new Input.AgentDisconnected(now, seed, session.instanceArn(), epoch, silent));
  }

  private void round() {
    long now = System.nanoTime();
    // Who slept has heard nobody.
    boolean awake = now - roundAt < 2 * settings.heartbeat().toNanos();
    roundAt = now;
    Duration setInterval = settings.setInterval(byInstance.size());
    for (Session session : byInstance.values()) {
      try {
        visit(session, awake, setInterval);
      } catch (RuntimeException e) {
        LOG.error("session not looked after instance={}", session.instanceArn(), e);
      }
    }
  }

  private void visit(Session session, boolean awake, Duration setInterval) {
    if (awake && session.misses(HEARTBEATS_MISSED)) {
      over(session, true);
      session.end(
          Status.DEADLINE_EXCEEDED
              .withDescription(
                  HEARTBEATS_MISSED
                      + " heartbeats missed, "
                      + session.heartbeat().toMillis()
                      + " ms apart.")
              .asRuntimeException());
    } else if (session.takeSetDue(setInterval)) {
      var _ =
          shards
              .lookForAgents(
                  session.cluster(), (state, _) -> Assignments.on(state, session.instanceArn()))
              .thenAccept(session::tell);
    }
  }

  @Override
  public void ended(int shard, boolean owned) {
    for (Session session : byInstance.values()) {
      if (shards.of(session.cluster()) == shard
          && byInstance.remove(session.instanceArn(), session)) {
        Thread.startVirtualThread(() -> session.end(CallErrors.of(reason(session, owned))));
      }
    }
  }

  private RuntimeException reason(Session session, boolean owned) {
    return owned
        ? new RetryException("its state is read again", null)
        : shards.notOwner(session.cluster());
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
