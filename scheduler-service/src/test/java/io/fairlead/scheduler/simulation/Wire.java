package io.fairlead.scheduler.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One stream between an agent and a scheduler, through the gateway. What is sent arrives in its
 * order; while the line is cut it waits, and either end gives up after a silence.
 */
final class Wire {
  private final World world;
  private final AgentProcess agent;
  private final Replica scheduler;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean cut;
  private boolean openAtAgent = true;
  private boolean openAtScheduler = true;
  private long latestToAgent;
  private long latestToScheduler;

  Wire(World world, AgentProcess agent, Replica scheduler) {
    this.world = world;
    this.agent = agent;
    this.scheduler = scheduler;
  }

  AgentProcess agent() {
    return agent;
  }

  Replica scheduler() {
    return scheduler;
  }

  boolean isOpenAtScheduler() {
    return openAtScheduler;
  }

  void toAgent(Runnable what) {
    latestToAgent = Math.max(latestToAgent, world.agenda().millis() + delay());
    deliver(
        latestToAgent,
        agent
            .life()
            .within(
                () -> {
                  if (openAtAgent) {
                    what.run();
                  }
                }));
  }

  void toScheduler(Runnable what) {
    latestToScheduler = Math.max(latestToScheduler, world.agenda().millis() + delay());
    deliver(
        latestToScheduler,
        scheduler
            .life()
            .within(
                () -> {
                  if (openAtScheduler) {
                    what.run();
                  }
                }));
  }

  private void deliver(long at, Runnable what) {
    world
        .agenda()
        .after(
            at - world.agenda().millis(),
            () -> {
              if (cut) {
                waiting.add(what);
              } else {
                what.run();
              }
            });
  }

  private long delay() {
    return world.dice().between(0, 5);
  }

  /** Cuts the line, or mends it. */
  void setCut(boolean nowCut) {
    cut = nowCut;
    while (!cut && !waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
  }

  /** The scheduler ends the stream. */
  void endFromScheduler() {
    if (openAtScheduler) {
      openAtScheduler = false;
      toAgent(this::endAtAgent);
    }
  }

  /** The agent ends the stream. */
  void endFromAgent() {
    if (openAtAgent) {
      openAtAgent = false;
      toScheduler(this::endAtScheduler);
    }
  }

  /** The agent hears, or finds out, that there is no session any more. */
  void endAtAgent() {
    if (openAtAgent) {
      openAtAgent = false;
      agent.sessionEnded(this);
    }
  }

  /** The scheduler hears, or finds out, that there is no session any more. */
  void endAtScheduler() {
    if (openAtScheduler) {
      openAtScheduler = false;
      scheduler.sessions().over(this, false);
    }
  }

  /** The scheduler has missed too many heartbeats. */
  void tooSilent() {
    if (openAtScheduler) {
      endFromScheduler();
      scheduler.sessions().over(this, true);
    }
  }

  /** The line breaks; the agent sees it at once, the scheduler soon. */
  void reset() {
    world.agenda().after(delay(), agent.life().within(this::endAtAgent));
    long seen = world.dice().between(0, 1_000);
    world.agenda().after(seen, scheduler.life().within(this::endAtScheduler));
  }

  @Override
  public String toString() {
    return "to "
        + scheduler.name()
        + " open "
        + openAtAgent
        + "/"
        + openAtScheduler
        + (cut ? " cut" : "");
  }
}
