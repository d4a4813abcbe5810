package io.fairlead.scheduler.simulation;

import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.simulated.Timeline;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of an engine. What the engine waits for has been waited for before: a step is carried
 * out at the moment of its effect.
 */
record SimulatedTimeline(Agenda agenda, SimulatedClock clock) implements Timeline {
  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public void pass(Duration duration) {}

  @Override
  public Subscription after(Duration delay, Runnable what) {
    Agenda.Plan plan = agenda.after(delay, what);
    return plan::cancel;
  }
}
