package io.fairlead.scheduler.core.placement;

/** Looking up in ascending numbers. */
final class Positions {
  private Positions() {}

  /**
   * How many of {@code size} numbers, each {@code 1 << shift} after the one before, are below that
   * one. Without branches that depend on the numbers: a processor guesses half of those of a usual
   * binary search wrong, which takes most of its time.
   */
  static int below(long[] ascending, int size, int shift, long position) {
    int base = 0;
    for (int length = size; length > 0; length -= (length + 1) >>> 1) {
      int half = (length + 1) >>> 1;
      base += ascending[(base + half - 1) << shift] < position ? half : 0;
    }
    return base;
  }
}
