package io.fairlead.scheduler.core.placement;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The ports that are taken, each as often as it was taken: a reserved one may be bound as well, and
 * is free when both have given it back.
 */
final class Ports {
  private static final int[] NONE = {};

  // Sorted, with repetitions. An instance has few; maps of boxed numbers weighed more than all else
  // that is kept of it.
  private int[] taken = NONE;

  void take(int port) {
    int at = Arrays.binarySearch(taken, port);
    int to = at < 0 ? -at - 1 : at;
    int[] more = new int[taken.length + 1];
    System.arraycopy(taken, 0, more, 0, to);
    more[to] = port;
    System.arraycopy(taken, to, more, to + 1, taken.length - to);
    taken = more;
  }

  /** Takes one taking back; a port that is not taken stays so. */
  void giveBack(int port) {
    int at = Arrays.binarySearch(taken, port);
    if (at < 0) {
      return;
    }
    int[] fewer = taken.length == 1 ? NONE : Arrays.copyOf(taken, taken.length - 1);
    System.arraycopy(taken, at + 1, fewer, at, taken.length - at - 1);
    taken = fewer;
  }

  boolean contains(int port) {
    return Arrays.binarySearch(taken, port) >= 0;
  }

  /** Each taken port once, ascending. */
  SortedSet<Integer> all() {
    SortedSet<Integer> all = new TreeSet<>();
    for (int port : taken) {
      all.add(port);
    }
    return Collections.unmodifiableSortedSet(all);
  }
}
