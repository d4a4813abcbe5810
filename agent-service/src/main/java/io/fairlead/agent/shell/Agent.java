package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent: one container instance. It comes up in the background and as far as it can: until
 * engine and gateway answer it tries again. Closing it leaves its containers as they are.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));

  /** A session takes no longer, unless something is away. */
  private static final Duration SESSION_PATIENCE = Duration.ofSeconds(5);

  private final AgentConfig config;
  private final CredentialStore store;
  private final RuntimeSource engines;
  private final Transport transport;
  private final InstantSource clock;
  private final Thread thread;
  private volatile @Nullable ContainerRuntime runtime;
  private volatile @Nullable Member member;
  private volatile String trouble = "starting";
  private final CountDownLatch tried = new CountDownLatch(1);

  private Agent(
      AgentConfig config,
      CredentialStore store,
      RuntimeSource engines,
      Transport transport,
      InstantSource clock) {
    this.clock = clock;
    this.config = config;
    this.store = store;
    this.engines = engines;
    this.transport = transport;
    this.thread = Thread.ofVirtual().name("agent").unstarted(this::run);
  }

  /**
   * Starts an agent; returns at once.
   *
   * @param store where its credentials are, or will be once it has joined
   * @param engines asked once; what it gives is closed with the agent
   * @param transport to be closed by its owner after the agent
   * @param clock of the machine
   */
  public static Agent start(
      AgentConfig config,
      CredentialStore store,
      RuntimeSource engines,
      Transport transport,
      InstantSource clock) {
    Agent agent = new Agent(config, store, engines, transport, clock);
    agent.thread.start();
    return agent;
  }

  /** Why the agent cannot work at present; empty while it has a session. */
  public String trouble() {
    Member present = member;
    return present == null ? trouble : present.trouble();
  }

  /** Returns once the agent has a session or has met trouble, or when the time is up. */
  public void awaitFirstTry(Duration patience) throws InterruptedException {
    var _ = tried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      transport.arrivals().acquire();
      try {
        comeUp();
      } finally {
        transport.arrivals().release();
      }
    } catch (InterruptedException e) {
      LOG.debug("agent closes before it is up");
    } catch (Exception e) {
      trouble = e.toString();
      LOG.error("agent cannot start", e);
    } finally {
      tried.countDown();
    }
  }

  private void comeUp() throws Exception {
    Joining joining = new Joining(config, store, transport.gateway());
    Credentials credentials = persistently("join", joining::credentials);
    ContainerRuntime engine =
        engines.of(
            credentials.containerInstanceArn(),
            new InstallationRegistry(transport.gateway(), credentials, clock));
    runtime = engine;
    EngineInfo info = persistently("reach the engine", engine::info);
    Member fresh = new Member(config, credentials, info, engine, transport, clock);
    member = fresh;
    persistently("list containers", fresh::rebuild);
    fresh.start();
    if (!fresh.awaitSession(SESSION_PATIENCE)) {
      LOG.info("no session yet instance={}", credentials.containerInstanceArn());
    }
  }

  /** Calls until it succeeds; what no repetition can mend is passed on. */
  private <T> T persistently(String what, Callable<T> call) throws Exception {
    for (int failures = 1; ; failures++) {
      try {
        return call.call();
      } catch (Joining.CannotJoin | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        Duration delay = BACK_OFF.delay(failures, ThreadLocalRandom.current().nextDouble());
        trouble = "cannot " + what + ": " + Failures.words(e);
        tried.countDown();
        LOG.warn("cannot {} retryMs={} cause={}", what, delay.toMillis(), Failures.words(e));
        Thread.sleep(delay);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
    Member present = member;
    if (present != null) {
      present.close();
    }
    ContainerRuntime engine = runtime;
    if (engine != null) {
      engine.close();
    }
  }
}
