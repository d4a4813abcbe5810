package io.fairlead.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation is tested itself: it finds each planted defect, and within a minute of CPU. */
class DefectsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource
  void aPlantedDefectIsFound(Defect defect) {
    long end = cpu() + PATIENCE.toNanos();
    for (long seed = 0; cpu() < end; seed++) {
      if (isFound(defect, seed)) {
        return;
      }
    }
    assertThat(defect).as("nobody has found it").isNull();
  }

  private static boolean isFound(Defect defect, long seed) {
    try {
      new Simulation(seed, WorldSize.SMALL, defect).run();
      return false;
    } catch (AssertionError found) {
      return true;
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
