package io.fairlead.lab.faults;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is to be among the events. */
public record Heard(List<String> events) implements Chronicle {
  /** Nothing yet. */
  public Heard() {
    this(new CopyOnWriteArrayList<>());
  }

  @Override
  public void begun(Injection injection) {
    events.add("begun " + injection.number());
  }

  @Override
  public void ended(Injection injection, Instant at) {
    events.add("ended " + injection.number());
  }
}
