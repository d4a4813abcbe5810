package io.fairlead.scheduler.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** The clock of one machine: wrong by some time, which may change. */
final class SimulatedClock implements InstantSource {
  private final Agenda agenda;
  private long offMillis;

  SimulatedClock(Agenda agenda, long offMillis) {
    this.agenda = agenda;
    this.offMillis = offMillis;
  }

  @Override
  public Instant instant() {
    return agenda.instant().plusMillis(offMillis);
  }

  /** Sets the clock. */
  void setOff(long millis) {
    offMillis = millis;
  }

  /** In how many milliseconds this clock will show a time; 0 if it has. */
  long until(Instant at) {
    return Math.max(0, at.toEpochMilli() - millis() + (at.getNano() % 1_000_000 == 0 ? 0 : 1));
  }

  @Override
  public long millis() {
    return Agenda.START.toEpochMilli() + agenda.millis() + offMillis;
  }
}
