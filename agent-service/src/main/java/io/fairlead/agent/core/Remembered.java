package io.fairlead.agent.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A pure function that remembers what it said of the arguments that came last: the tasks of an
 * instance are of few definitions. Safe for several threads.
 */
public final class Remembered<A, R> {
  private static final int MOST = 256;

  private final Function<A, R> function;
  private final Map<A, R> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<A, R> eldest) {
          return size() > MOST;
        }
      };

  /** What is remembered of a function without effects. */
  public Remembered(Function<A, R> function) {
    this.function = function;
  }

  /** What the function says. */
  public synchronized R of(A argument) {
    return known.computeIfAbsent(argument, function);
  }
}
