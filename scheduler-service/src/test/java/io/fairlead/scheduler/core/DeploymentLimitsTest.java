package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentLimitsTest {

  @ParameterizedTest(name = "{0} tasks, {1} to {2} percent")
  @CsvSource({
    // desired, minimumHealthyPercent, maximumPercent, min, max
    "0, 100, 200, 0, 0",
    "1, 100, 200, 1, 2",
    "1, 50, 150, 1, 1",
    "1, 0, 100, 0, 1",
    "3, 50, 150, 2, 4",
    "4, 50, 100, 2, 4",
    "5, 67, 125, 4, 6",
    "10, 100, 125, 10, 12",
    "2147483647, 100, 100, 2147483647, 2147483647",
  })
  void minimumIsRoundedUpAndMaximumDown(int desired, int low, int high, int min, int max) {
    assertThat(DeploymentLimits.of(desired, ServiceWorld.limits(low, high)))
        .isEqualTo(new DeploymentLimits(min, max));
  }
}
