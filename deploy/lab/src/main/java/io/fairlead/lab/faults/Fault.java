package io.fairlead.lab.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong with an instance, with a container, or with a part of the control plane. */
public enum Fault {
  /** All its processes are gone and its cable is dead, until the power is on again. */
  POWER_OFF(true),
  /** The power is off and on again at once. */
  REBOOT(false),
  /** The engine dies; it is started again at once. */
  ENGINE_KILL(false),
  /** The engine dies and stays away. */
  ENGINE_HOLD(true),
  /** The agent dies; it is started again at once. */
  AGENT_KILL(false),
  /** The agent dies and stays away. */
  AGENT_HOLD(true),
  /** All processes stand still. */
  PAUSE(true),
  /** The cable is dead; all processes go on. */
  PARTITION(true),
  /** What others send does not arrive. */
  PARTITION_IN(true),
  /** What it sends does not arrive. */
  PARTITION_OUT(true),
  /** Two instances, of which the value is the other one, do not reach one another. */
  PARTITION_PAIR(true, Amount.needed("the other instance", "i2", "[a-z][a-z0-9-]{1,11}")),
  /** Kafka does not reach it, nor it Kafka. */
  PARTITION_KAFKA(true),
  /** A share of all packets is lost, each way. */
  LOSS(true, Amount.usually("per cent", "30", "[1-9]\\d?|100")),
  /** All packets come late, each way; with a second span by so much more or less. */
  DELAY(true, Amount.usually("delay,jitter", "50ms", "\\d{1,4}ms(,\\d{1,4}ms)?")),
  /** The cable is slow, each way. */
  BANDWIDTH(true, Amount.usually("a rate", "1mbit", "[1-9]\\d{0,5}[kmg]bit")),
  /** The registry refuses all connections. */
  PULL_FAIL(true),
  /** The registry answers nothing. */
  PULL_STALL(true),
  /** The engine's disk has no room left. */
  DISK_FULL(true),
  /** The agent's clock is wrong. */
  CLOCK(true, Amount.usually("seconds", "+30s", "[+-]\\d{1,6}s")),
  /** The engine tells nobody what becomes of containers, so the agent says what was so before. */
  LIE(true),
  /** A container of a task is killed: of an instance one of them, any. */
  CONTAINER_KILL(false),
  /** A container takes all memory that it may, and is killed for that. */
  OOM(false),
  /** Busy processes within a container. */
  CPU(true, Amount.usually("processes", "1", "[1-9]\\d?")),
  /** Memory is taken within a container. */
  MEMORY(true, Amount.usually("MiB", "32", "[1-9]\\d{0,4}")),
  /** A part of the control plane dies; it is started again at once. */
  KILL(false),
  /** A part of the control plane dies and stays away. */
  HOLD(true),
  /** A part of the control plane runs only for a share of the time. */
  SLOW(true, Amount.usually("per cent of the time that it runs", "20", "[1-9]\\d?"));

  /**
   * How much of a fault, where that can be said.
   *
   * @param usual what is meant where nothing is said; empty where something must be
   */
  private record Amount(String meaning, String usual, String example, String form) {
    static Amount usually(String meaning, String usual, String form) {
      return new Amount(meaning, usual, usual, form);
    }

    static Amount needed(String meaning, String example, String form) {
      return new Amount(meaning, "", example, form);
    }
  }

  private final boolean lasting;
  private final Optional<Amount> amount;

  Fault(boolean lasting) {
    this.lasting = lasting;
    this.amount = Optional.empty();
  }

  Fault(boolean lasting, Amount amount) {
    this.lasting = lasting;
    this.amount = Optional.of(amount);
  }

  /** Whether it is there until it is healed, rather than over at once. */
  public boolean lasting() {
    return lasting;
  }

  /**
   * How much of it, where that is asked for with this value.
   *
   * @param value empty where nothing is said
   * @throws IllegalArgumentException where it does not say how much of this fault
   */
  String value(String value) {
    if (amount.isEmpty()) {
      if (!value.isEmpty()) {
        throw new IllegalArgumentException(word() + " takes no value, but got: " + value);
      }
      return "";
    }
    Amount known = amount.get();
    String meant = value.isEmpty() ? known.usual() : value;
    if (!meant.matches(known.form())) {
      throw new IllegalArgumentException(
          "%s needs a value (%s) such as %s%s"
              .formatted(
                  word(),
                  known.meaning(),
                  known.example(),
                  value.isEmpty() ? "" : ", not " + value));
    }
    return meant;
  }

  /** As it is written: {@code power-off}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a {@link #word}.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Fault of(String word) {
    return Arrays.stream(values())
        .filter(fault -> fault.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault " + word + "; there are: " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "));
  }
}
