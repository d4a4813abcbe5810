package io.fairlead.cli.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The moments that are named below a chart: at most ten, a round number of milliseconds apart.
 *
 * @param lasted milliseconds from left to right
 */
record TimeAxis(long lasted) {
  private static final int MOST = 10;
  private static final int SECOND = 1_000;
  private static final long FINEST = 100;
  private static final List<Integer> ROUND = List.of(1, 2, 5);

  private long step() {
    for (long unit = FINEST; ; unit *= 10) {
      for (int round : ROUND) {
        if (lasted / (unit * round) <= MOST) {
          return unit * round;
        }
      }
    }
  }

  List<Long> moments() {
    long step = step();
    return LongStream.rangeClosed(1, lasted / step).map(it -> it * step).boxed().toList();
  }

  /** In seconds, with a fraction only where some have one. */
  String name(long moment) {
    return step() < SECOND ? Chart.seconds(moment) + " s" : moment / SECOND + " s";
  }
}
