package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 500",
    "1, 500",
    "100, 500",
    "200, 1000",
    "300, 1500",
    "1000, 5000",
    "50000, 10000"
  })
  void heartbeatsGrowRarerWithTheAgentsButComeThriceInALease(int agents, long millis) {
    assertThat(Settings.DEFAULTS.heartbeat(agents)).hasMillis(millis);
  }

  @ParameterizedTest
  @CsvSource({"1", "100000"})
  void aHeartbeatThatWasChosenLongerStays(int agents) {
    Settings slow = new Settings(Duration.ofSeconds(30), Duration.ofSeconds(12));
    assertThat(slow.heartbeat(agents)).hasSeconds(12);
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "3000, 30", "10000, 100"})
  void completeSetsGrowRarerWhereThereAreThousands(int agents, long seconds) {
    assertThat(Settings.DEFAULTS.setInterval(agents)).hasSeconds(seconds);
  }
}
