package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private final BackOff backOff = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({
    "1, 0, 250",
    "1, 1, 125",
    "2, 0, 500",
    "3, 0.5, 750",
    "5, 0, 4000",
    "6, 0, 5000",
    "1000000, 1, 2500"
  })
  void doublesUpToTheLongestLessTheJitter(int failures, double random, long millis) {
    assertThat(backOff.delay(failures, random)).isEqualTo(Duration.ofMillis(millis));
  }
}
