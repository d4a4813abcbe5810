package io.fairlead.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedFaultTest {
  private static final Places PLACES =
      new Places(new TreeMap<>(Map.of("i1", "b", "i2", "a", "i10", "a")));

  private static List<PlannedFault> draw(String members, long seed) throws IOException {
    return PlannedFault.draw(
        ScenarioFile.parse("{name: x, for: 60s, services: [{name: w}], " + members + "}", "x"),
        seed,
        PLACES);
  }

  @ParameterizedTest
  @CsvSource({
    "instance:1, i1",
    "instance:3, i10",
    "zone:1, zone:a",
    "zone:2, zone:b",
    "zone:us-east-1a, zone:us-east-1a",
    "i2, i2",
    "kafka, kafka",
  })
  void findsTheTarget(String target, String here) throws IOException {
    assertThat(draw("faults: [{at: 1s, fault: pause, target: '" + target + "'}]", 1))
        .extracting(PlannedFault::target)
        .containsExactly(here);
  }

  @Test
  void saysWhichTargetsThereAre() {
    assertThatThrownBy(() -> draw("faults: [{at: 1s, fault: pause, target: 'instance:4'}]", 1))
        .hasMessage("there is no instance:4; there are: [i1, i2, i10]");
  }

  @Test
  void theSameSeedDrawsTheSame() throws IOException {
    String drawn =
        "faults: [{at: 1s-50s, fault: pause, target: any, for: 1s-9s}],"
            + "randomFaults: {every: 2s-4s, for: 1s-3s, of: [power-off, reboot], targets: [any, any-zone]}";

    assertThat(draw(drawn, 7)).isEqualTo(draw(drawn, 7)).isNotEqualTo(draw(drawn, 8));
  }

  @Test
  void randomFaultsComeUntilTheEnd() throws IOException {
    List<PlannedFault> drawn =
        draw(
            "randomFaults: {every: 2s-4s, for: 1s-3s, of: [power-off, container-kill, reboot]}", 3);

    assertThat(drawn.size()).isBetween(14, 30);
    assertThat(drawn).isSortedAccordingTo(java.util.Comparator.comparing(PlannedFault::at));
    assertThat(drawn).allMatch(it -> it.at().compareTo(Duration.ofSeconds(60)) < 0);
    assertThat(drawn)
        .allMatch(it -> it.duration().isPresent() == it.fault().equals("power-off"))
        .extracting(PlannedFault::target)
        .contains("i1", "i2", "i10");
  }
}
