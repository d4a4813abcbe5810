package io.fairlead.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds full of trouble hold together, and heal; a failure tells its seed. */
class SimulationTest {
  private static final int SEEDS = 200;

  private static Simulation.Report run(long seed) {
    return new Simulation(seed, WorldSize.SMALL, null).run();
  }

  /** All seeds are one test, as what matters is also that between them every fault has struck. */
  @Test
  void twoHundredWorldsHoldTogetherAndMeetEveryFault() {
    Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    LongStream.range(0, SEEDS)
        .mapToObj(SimulationTest::run)
        .forEach(
            report -> report.faults().forEach((fault, n) -> struck.merge(fault, n, Integer::sum)));
    assertThat(struck).containsOnlyKeys(Fault.values());
  }

  /**
   * Worlds that did not hold, or seemed not to. {@code large} 610 was another; it takes minutes,
   * and is seen again by {@code deploy/bench/simulate --replay 610 --size large}.
   */
  @ParameterizedTest
  @ValueSource(longs = 2912)
  void aSeedThatOnceFailedHolds(long seed) {
    assertThat(run(seed).seed()).isEqualTo(seed);
  }

  @ParameterizedTest
  @MethodSource("replayed")
  void aSeedReplays(long seed) {
    assertThat(run(seed)).isEqualTo(run(seed));
  }

  static LongStream replayed() {
    return LongStream.of(7, 8);
  }
}
