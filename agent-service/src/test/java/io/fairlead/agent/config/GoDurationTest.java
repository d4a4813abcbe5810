package io.fairlead.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "30s,PT30S",
    "3h,PT3H",
    "1h30m,PT1H30M",
    "1.5s,PT1.5S",
    "250ms,PT0.25S",
    "10us,PT0.00001S"
  })
  void readsWhatGoWrites(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "3 h", "1h30", "1d", "PT3S"})
  void refusesEverythingElse(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
