package io.fairlead.lab.faults;

import java.time.Instant;
import java.util.Optional;

/**
 * A fault of one subject that is there now.
 *
 * @param number names it, counted from 1
 * @param value how much of it, where that can be said; else empty
 * @param ends when it heals by itself; empty where it waits to be healed
 */
public record Injection(
    int number, Fault fault, String subject, String value, Instant begun, Optional<Instant> ends) {

  /** A line: number, fault, subject, value, beginning and end; a dash for what is not there. */
  public String line() {
    return "%d %s %s %s %s %s"
        .formatted(
            number,
            fault.word(),
            subject,
            value.isEmpty() ? "-" : value,
            begun,
            ends.map(Instant::toString).orElse("-"));
  }
}
