package io.fairlead.lab.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong with an instance, or with a part of the control plane. */
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
  /** A share of all packets is lost, each way; the value is per cent. */
  LOSS(true),
  /** The cable is slow, each way; the value is a rate such as {@code 1mbit}. */
  BANDWIDTH(true),
  /** The engine tells nobody what becomes of containers, so the agent says what was so before. */
  LIE(true),
  /** One container of a task, any, is killed. */
  CONTAINER_KILL(false),
  /** A part of the control plane dies; it is started again at once. */
  KILL(false),
  /** A part of the control plane dies and stays away. */
  HOLD(true);

  private final boolean lasting;

  Fault(boolean lasting) {
    this.lasting = lasting;
  }

  /** Whether it is there until it is healed, rather than over at once. */
  public boolean lasting() {
    return lasting;
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
