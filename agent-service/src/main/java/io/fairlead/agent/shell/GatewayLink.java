package io.fairlead.agent.shell;

import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session open: connects, and when it ends connects again, at growing distances while it
 * fails. A scheduler that no longer owns the cluster costs one short wait: the gateway knows the
 * new owner.
 */
final class GatewayLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLink.class);
  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(2));

  /** How often within a lease the listener hears that there is no session. */
  private static final int SIGNS_A_LEASE = 5;

  private final ManagedChannel channel;
  private final BearerCredentials bearer;
  private final Supplier<Hello> hello;
  private final Session.Listener listener;
  private final Thread thread;
  private final CountDownLatch welcomed = new CountDownLatch(1);
  private volatile Duration lease = Duration.ofSeconds(10);
  private volatile @Nullable Session session;
  private @Nullable Future<?> signs;
  private volatile boolean connected;
  private volatile boolean closed;

  /**
   * @param channel to the gateway; closed by its maker
   * @param hello made anew for each session, immediately before it is sent
   */
  GatewayLink(
      ManagedChannel channel,
      Credentials credentials,
      InstantSource clock,
      Supplier<Hello> hello,
      Session.Listener listener) {
    this.channel = channel;
    this.bearer = new BearerCredentials(credentials, clock);
    this.hello = hello;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("gateway-link").unstarted(this::run);
  }

  void start() {
    giveSigns();
    thread.start();
  }

  /** Whether the scheduler has answered in the present session. */
  boolean connected() {
    return connected;
  }

  /** Whether the scheduler has ever answered; waits for it. */
  boolean awaitSession(Duration most) throws InterruptedException {
    return welcomed.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the present session so that a new one brings the complete set of assignments. */
  void renew(String why) {
    Session present = session;
    if (present != null) {
      present.end(why);
    }
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      try {
        Optional<Throwable> end = once();
        failures = become(false) ? 1 : failures + 1;
        Duration delay = delay(end, failures);
        if (!closed) {
          LOG.warn(
              "session ended retryMs={} cause={}",
              delay.toMillis(),
              end.map(Failures::words).orElse("closed by the scheduler"));
          Thread.sleep(delay);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whether that is news; a welcome may come when its session has just ended. */
  private synchronized boolean become(boolean welcome) {
    boolean now = welcome && session != null;
    boolean news = connected != now;
    connected = now;
    if (news && now) {
      stopSigns();
    } else if (news) {
      giveSigns();
    }
    return news;
  }

  /** By the clock: an attempt to connect may last longer than a lease. */
  private synchronized void giveSigns() {
    if (!closed) {
      long apart = lease.dividedBy(SIGNS_A_LEASE).toNanos();
      signs =
          ForkJoinPool.commonPool()
              .scheduleWithFixedDelay(listener::away, apart, apart, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void stopSigns() {
    if (signs != null) {
      signs.cancel(false);
    }
  }

  private Optional<Throwable> once() throws InterruptedException {
    // The channel has distances of its own, of up to two minutes.
    channel.resetConnectBackoff();
    Session fresh = new Session(new Connected());
    session = fresh;
    try {
      return fresh.run(AgentSessionGrpc.newStub(channel).withCallCredentials(bearer), hello.get());
    } catch (RuntimeException e) {
      fresh.end("failed: " + e);
      return Optional.of(e);
    } catch (InterruptedException e) {
      fresh.end("agent closes");
      throw e;
    } finally {
      session = null;
    }
  }

  private static Duration delay(Optional<Throwable> end, int failures) {
    boolean moved =
        end.flatMap(ApiErrors::info)
            .filter(info -> info.getReason().equals(ApiErrors.NOT_OWNER))
            .isPresent();
    return BACK_OFF.delay(moved ? 1 : failures, ThreadLocalRandom.current().nextDouble());
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    stopSigns();
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private final class Connected implements Session.Listener {
    @Override
    public void welcome(Welcome welcome) {
      lease = Session.toDuration(welcome.getLease());
      become(true);
      welcomed.countDown();
      listener.welcome(welcome);
    }

    @Override
    public void assignments(AssignmentSet complete) {
      listener.assignments(complete);
    }

    @Override
    public void away() {
      listener.away();
    }
  }
}
