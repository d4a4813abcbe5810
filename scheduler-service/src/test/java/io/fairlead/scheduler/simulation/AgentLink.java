package io.fairlead.scheduler.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an agent's session open: connects, and when it ends connects again, at growing distances
 * while that fails.
 */
final class AgentLink {
  private static final long HELLO_PATIENCE = 10_000;

  /** When a scheduler has missed three heartbeats, seen at its next round. */
  private static final long SCHEDULER_PATIENCE = 3_500;

  private static final long FIRST_DELAY = 250;
  private static final long LONGEST_DELAY = 2_000;

  private static final int SIGNS_A_LEASE = 5;

  private final World world;
  private final AgentProcess agent;
  private @Nullable Wire wire;
  private Instant helloAt = Instant.MIN;
  private boolean connected;
  private boolean signing;
  private int failures;

  AgentLink(World world, AgentProcess agent) {
    this.world = world;
    this.agent = agent;
  }

  void begin() {

    world.agenda().after(world.dice().between(1, 100), agent.life().within(this::connect));
  }

  private void connect() {
    Replica scheduler = world.route(agent.machine().cluster());
    if (agent.machine().isGatewayCut() || scheduler == null) {
      failed();
      return;
    }
    Wire fresh = new Wire(world, agent, scheduler);
    wire = fresh;
    helloAt = agent.now();
    fresh.toScheduler(() -> scheduler.sessions().hello(fresh, agent.machine().hello()));
    world
        .agenda()
        .after(
            HELLO_PATIENCE,
            agent
                .life()
                .within(
                    () -> {
                      if (wire == fresh && !connected) {
                        fresh.endFromAgent();
                        ended(fresh);
                      }
                    }));
  }

  /** While there is no session one observation now and then keeps the lease. */
  private void giveSigns() {
    signing = !connected;
    if (signing) {
      agent.reportOne();
      later(World.LEASE / SIGNS_A_LEASE, this::giveSigns);
    }
  }

  private void later(long millis, Runnable what) {
    world.agenda().after(millis, agent.life().within(what));
  }

  private void failed() {
    if (!signing) {
      giveSigns();
    }
    failures++;
    long whole = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(failures - 1, 10));
    world
        .agenda()
        .after(world.dice().between(whole / 2, whole), agent.life().within(this::connect));
  }

  /** Whether the Welcome is of the present session. */
  boolean welcomed(Wire which) {
    boolean present = wire == which;
    if (present) {
      connected = true;
      failures = 0;
    }
    return present;
  }

  /** When the present session's Hello was made. */
  Instant helloAt() {
    return helloAt;
  }

  boolean isConnected() {
    return connected;
  }

  void ended(Wire which) {
    if (wire == which) {
      wire = null;
      connected = false;
      failed();
    }
  }

  /** Ends the present session, so that the next one brings the complete set. */
  void renew() {
    Wire present = wire;
    if (present != null && connected) {
      present.endFromAgent();
      ended(present);
    }
  }

  /** The line breaks under the session. */
  void reset() {
    if (wire != null) {
      wire.reset();
    }
  }

  void gatewayChanged(boolean cut) {
    Wire present = wire;
    if (present == null) {
      return;
    }
    present.setCut(cut);
    if (cut) {
      silence(present, SCHEDULER_PATIENCE, present.scheduler().life(), present::tooSilent);
      silence(present, World.LEASE / 2, agent.life(), present::endAtAgent);
    }
  }

  private void silence(Wire present, long patience, Life whose, Runnable end) {
    world
        .agenda()
        .after(
            patience,
            whose.within(
                () -> {
                  if (wire == present && agent.machine().isGatewayCut()) {
                    end.run();
                  }
                }));
  }

  /** The process is gone: the scheduler sees that at once, or by the silence. */
  void crashed() {
    Wire present = wire;
    if (present != null) {
      long seen = world.dice().chance(0.7) ? world.dice().between(1, 50) : SCHEDULER_PATIENCE;
      world.agenda().after(seen, present.scheduler().life().within(present::endAtScheduler));
    }
  }

  @Override
  public String toString() {
    return "connected=" + connected + " failures=" + failures + " " + wire;
  }
}
