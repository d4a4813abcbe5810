package io.fairlead.agent.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HabitsTest {
  private static final int MANY = 2_000;

  @Test
  void plainOnesChangeNothing() {
    assertThat(Habits.PLAIN.fill(Map.of("a", "b"))).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void drawsStartsFailuresAndCrashesInTheirShares() {
    Habits habits = new Habits(Duration.ofMillis(5), Duration.ofMillis(9), 0.1, 0.2, new Random(7));
    List<Script> scripts =
        Stream.generate(() -> Script.of(habits.fill(Map.of()))).limit(MANY).toList();

    assertThat(scripts)
        .extracting(Script::startTime)
        .allMatch(time -> time.compareTo(Duration.ofMillis(5)) >= 0)
        .allMatch(time -> time.compareTo(Duration.ofMillis(9)) <= 0);
    assertThat(scripts.stream().filter(script -> script.startFailure() != null).count())
        .isBetween(MANY * 7L / 100, MANY * 13L / 100);
    assertThat(scripts.stream().filter(script -> script.runTime() != null))
        .hasSizeBetween(MANY * 16 / 100, MANY * 24 / 100)
        .allMatch(script -> script.exitCode() == 1)
        .allMatch(script -> script.runTime().compareTo(Habits.CRASH_WITHIN) <= 0);
  }

  @Test
  void leavesWhatATaskDefinitionSays() {
    Habits habits = new Habits(Duration.ofSeconds(5), Duration.ofSeconds(9), 0, 1, new Random(7));
    Map<String, String> labels =
        Map.of(
            Script.PREFIX + "start-time", "PT0.1S",
            Script.PREFIX + "run-time", "PT1S",
            Script.PREFIX + "exit-code", "0");

    assertThat(habits.fill(labels)).isEqualTo(labels);
  }
}
