package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  @ParameterizedTest
  @CsvSource({
    "500, 0, 500",
    "500, 30, 500",
    "999, 30, 999",
    "1000, 0, 1100",
    "1000, 30, 1070",
    "10000, 99, 10001",
    "10000, -30, 10030"
  })
  void sparseHeartbeatsOfAProcessFallTogether(long apart, long now, long wait) {
    assertThat(Session.untilHeartbeat(Duration.ofMillis(apart), Duration.ofMillis(now).toNanos()))
        .isEqualTo(Duration.ofMillis(wait).toNanos());
  }
}
