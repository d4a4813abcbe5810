package io.fairlead.scheduler.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * What is still to happen, in virtual time. What is planned for the same moment keeps its order.
 */
final class Agenda {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private static final int FEW = 1_000;

  /** Something that will happen, unless it is cancelled. */
  final class Plan implements Comparable<Plan> {
    private final long at;
    private final long order;
    private final Runnable what;
    private boolean cancelled;

    private Plan(long at, long order, Runnable what) {
      this.at = at;
      this.order = order;
      this.what = what;
    }

    void cancel() {
      if (!cancelled) {
        cancelled = true;
        forgetCancelled();
      }
    }

    @Override
    public int compareTo(Plan other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Plan> plans = new PriorityQueue<>();
  private long now;
  private long planned;
  private long steps;
  // Of those that are planned, or were.
  private int cancelled;

  /** Milliseconds since the world began. */
  long millis() {
    return now;
  }

  /** The true time, which no process of the world knows. */
  Instant instant() {
    return START.plusMillis(now);
  }

  /** How many plans were carried out. */
  long steps() {
    return steps;
  }

  Plan after(long millis, Runnable what) {
    Plan plan = new Plan(now + Math.max(0, millis), ++planned, what);
    plans.add(plan);
    return plan;
  }

  Plan after(Duration delay, Runnable what) {
    return after(delay.toMillis(), what);
  }

  // Most alarms are set anew long before they ring.
  private void forgetCancelled() {
    cancelled++;
    if (cancelled > FEW && cancelled > plans.size() / 2) {
      plans.removeIf(plan -> plan.cancelled);
      cancelled = 0;
    }
  }

  /** Does what is next, if that is not after {@code end}; else it is {@code end} now. */
  boolean step(long end) {
    while (!plans.isEmpty() && plans.peek().at <= end) {
      Plan next = plans.poll();
      if (!next.cancelled) {
        now = next.at;
        steps++;
        next.what.run();
        return true;
      }
    }
    now = Math.max(now, end);
    return false;
  }
}
