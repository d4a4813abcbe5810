package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The index answers as one does who looks at every instance, whatever happens to the cluster.
 * {@code deploy/bench/agreement} compares as many decisions as one likes.
 */
class PlacementAgreementTest {
  private static final int DECISIONS = 30_000;

  @Test
  void theIndexAgreesWithTheScan() {
    long decisions = 0;
    long placed = 0;
    for (int seed = 0; decisions < DECISIONS; seed++) {
      PlacementWorld world = new PlacementWorld(seed).run();
      decisions += world.decisions();
      placed += world.placed();
    }
    assertThat((double) placed / decisions).as("share that found a place").isBetween(0.3, 0.95);
  }
}
