package io.fairlead.lab.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that are there now. One with a duration heals by itself; all heal when this is closed.
 */
public final class Faults implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Subjects subjects;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final Chronicle chronicle;
  private final Map<Integer, Injection> active = new TreeMap<>();
  private int last;

  /**
   * @param timer heals what lasts for a while; closed together with this
   */
  public Faults(
      Subjects subjects, InstantSource clock, ScheduledExecutorService timer, Chronicle chronicle) {
    this.chronicle = chronicle;
    this.subjects = subjects;
    this.clock = clock;
    this.timer = timer;
  }

  /**
   * Lets a fault begin on all that a target names. Where it cannot begin on one of them, it is
   * healed on the others.
   *
   * @param duration after which it heals; empty for a fault that is over at once, or that waits
   * @throws IllegalArgumentException where it cannot be asked for so
   */
  public synchronized List<Injection> inject(
      Fault fault, String target, String value, Optional<Duration> duration) throws IOException {
    if (duration.isPresent() && !fault.lasting()) {
      throw new IllegalArgumentException(fault.word() + " is over at once and has no duration");
    }
    String amount = fault.value(value);
    List<String> named = check(fault, target, value);
    List<Injection> begun = new ArrayList<>();
    try {
      for (String subject : named) {
        refuseTwice(fault, subject);
        begun.add(begin(fault, subject, amount, duration));
      }
    } catch (IOException | RuntimeException e) {
      begun.forEach(injection -> heal(injection.number()));
      throw e;
    }
    return begun;
  }

  /**
   * The subjects that a target names, or several with commas between them.
   *
   * @throws IllegalArgumentException where there are none, or one of them cannot have this fault
   */
  public List<String> check(Fault fault, String target, String value) throws IOException {
    fault.value(value);
    Set<String> named = new LinkedHashSet<>();
    for (String one : target.split(",", -1)) {
      List<String> ofThis = subjects.named(one);
      if (ofThis.isEmpty()) {
        throw new IllegalArgumentException(
            "nothing is " + one + "; there are: " + subjects.known());
      }
      named.addAll(ofThis);
    }
    for (String subject : named) {
      Set<Fault> possible = subjects.possible(subject);
      if (!possible.contains(fault)) {
        throw new IllegalArgumentException(
            "%s cannot have %s; it can have: %s"
                .formatted(
                    subject,
                    fault.word(),
                    possible.stream().map(Fault::word).collect(Collectors.joining(", "))));
      }
    }
    return List.copyOf(named);
  }

  /** The healing of the first would end the second, too. */
  private void refuseTwice(Fault fault, String subject) {
    for (Injection there : active.values()) {
      if (there.fault() == fault && there.subject().equals(subject)) {
        throw new IllegalArgumentException(
            subject + " has " + fault.word() + " already; heal " + there.number() + " first");
      }
    }
  }

  private Injection begin(Fault fault, String subject, String value, Optional<Duration> duration)
      throws IOException {
    Instant now = clock.instant();
    subjects.begin(fault, subject, value);
    Injection injection =
        new Injection(++last, fault, subject, value, now, duration.map(now::plus));
    LOG.info("fault begins injection=\"{}\"", injection.line());
    chronicle.begun(injection);
    if (fault.lasting()) {
      active.put(injection.number(), injection);
      duration.ifPresent(span -> healIn(span, injection.number()));
    } else {
      chronicle.ended(injection, now);
    }
    return injection;
  }

  private void healIn(Duration span, int number) {
    timer.schedule(() -> heal(number), span.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Those that last, in the order in which they began. */
  public synchronized List<Injection> active() {
    return List.copyOf(active.values());
  }

  /**
   * Heals one fault; does nothing where it has healed. What does not heal is tried again until it
   * does.
   */
  public synchronized void heal(int number) {
    Injection injection = active.get(number);
    if (injection == null) {
      return;
    }
    try {
      subjects.end(injection.fault(), injection.subject(), injection.value());
      active.remove(number);
      LOG.info("fault ends injection=\"{}\"", injection.line());
      chronicle.ended(injection, clock.instant());
    } catch (IOException e) {
      LOG.warn("fault does not heal yet injection=\"{}\"", injection.line(), e);
      if (!timer.isShutdown()) {
        healIn(RETRY, number);
      }
    }
  }

  /** Heals all. */
  public synchronized void healAll() {
    active().forEach(injection -> heal(injection.number()));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    healAll();
  }
}
