package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private final Alarms alarms = new Alarms();

  @Test
  void theEarliestComesNextAndAClusterHasOne() {
    alarms.set("a", Optional.of(NOON.plusSeconds(2)));
    alarms.set("b", Optional.of(NOON.plusSeconds(1)));
    assertThat(alarms.next()).contains(NOON.plusSeconds(1));

    alarms.set("b", Optional.of(NOON.plusSeconds(3)));
    assertThat(alarms.next()).contains(NOON.plusSeconds(2));
    assertThat(alarms.due(NOON.plusSeconds(2))).containsExactly("a");
    assertThat(alarms.due(NOON.plusSeconds(3))).containsExactly("a", "b");
  }

  @Test
  void anAlarmCanBeTakenAway() {
    alarms.set("a", Optional.of(NOON));
    alarms.set("a", Optional.of(NOON));
    alarms.set("a", Optional.empty());
    alarms.set("b", Optional.empty());

    assertThat(alarms.next()).isEmpty();
    assertThat(alarms.due(NOON)).isEmpty();
  }
}
