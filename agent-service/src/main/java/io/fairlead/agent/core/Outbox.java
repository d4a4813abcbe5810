package io.fairlead.agent.core;

import io.fairlead.proto.agent.Observation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which observations are still to be sent, and in which order they count. Of each task the latest
 * is kept until the broker has it; one that could not be sent is sent again unless there is a
 * newer. Nothing is sent before there is an epoch. Not safe for several threads.
 */
public final class Outbox {

  /**
   * An observation that waits.
   *
   * @param number its place among all that were reported
   */
  public record Waiting(long number, Observation observation) {}

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Long> latest = new HashMap<>();
  private long reported;
  private long epoch;
  private long sequence;

  /** From now on observations belong to this epoch, and are counted from 1 again. */
  public void epoch(long newEpoch) {
    epoch = newEpoch;
    sequence = 0;
  }

  /**
   * Takes an observation, without epoch and sequence, in place of any earlier one of the same task.
   */
  public void report(Observation observation) {
    long number = ++reported;
    latest.put(observation.getTaskArn(), number);
    waiting.put(observation.getTaskArn(), new Waiting(number, observation));
  }

  /** Whether there is something that can be sent. */
  public boolean isReady() {
    return !waiting.isEmpty() && epoch != 0;
  }

  /** Takes out all that waits, the oldest first: as it is to be sent now, in this order. */
  public List<Waiting> take() {
    List<Waiting> all = waiting.values().stream().map(this::numbered).toList();
    waiting.clear();
    return all;
  }

  private Waiting numbered(Waiting next) {
    return new Waiting(
        next.number(),
        next.observation().toBuilder().setEpoch(epoch).setSequence(++sequence).build());
  }

  /** The broker has it. */
  public void arrived(Waiting sent) {
    if (isLatest(sent)) {
      latest.remove(sent.observation().getTaskArn());
    }
  }

  /** It could not be sent; says whether it waits again, as there is no newer one. */
  public boolean failed(Waiting sent) {
    boolean again = isLatest(sent);
    if (again) {
      waiting.put(sent.observation().getTaskArn(), sent);
    }
    return again;
  }

  private boolean isLatest(Waiting sent) {
    return Long.valueOf(sent.number()).equals(latest.get(sent.observation().getTaskArn()));
  }

  /** Whether the broker has the last observation of this task. */
  public boolean delivered(String taskArn) {
    return !latest.containsKey(taskArn);
  }
}
