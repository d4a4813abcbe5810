package io.fairlead.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Optional<Duration> UNTIL_HEALED = Optional.empty();
  private static final Optional<Duration> LONG = Optional.of(Duration.ofDays(1));

  private final Heard heard = new Heard();
  private final TwoInstances instances = new TwoInstances();
  private final Faults faults =
      new Faults(
          instances, InstantSource.fixed(NOW), Executors.newSingleThreadScheduledExecutor(), heard);

  @AfterEach
  void close() {
    faults.close();
  }

  @Test
  void whatLastsIsThereUntilItIsHealed() throws IOException {
    Injection pause = faults.inject(Fault.PAUSE, "i1", "", UNTIL_HEALED).getFirst();
    Injection loss = faults.inject(Fault.LOSS, "i1", "30", LONG).getFirst();

    assertThat(faults.active())
        .extracting(Injection::line)
        .containsExactly(
            "1 pause i1 - 2026-01-01T00:00:00Z -",
            "2 loss i1 30 2026-01-01T00:00:00Z 2026-01-02T00:00:00Z");

    faults.heal(pause.number());
    faults.heal(pause.number());

    assertThat(faults.active()).containsExactly(loss);
    assertThat(instances.done)
        .containsExactly("begin pause i1", "begin loss i1 30", "end pause i1");
    assertThat(heard.events()).containsExactly("begun 1", "begun 2", "ended 1");
  }

  @Test
  void healsByItself() throws IOException {
    faults.inject(Fault.PARTITION, "zone:a", "", Optional.of(Duration.ofMillis(1)));

    await().until(() -> faults.active().isEmpty());

    assertThat(instances.done)
        .containsExactly(
            "begin partition i1", "begin partition i2", "end partition i1", "end partition i2");
  }

  @Test
  void whatDoesNotHealIsTriedAgain() throws IOException {
    instances.fails("end pause i1");
    faults.inject(Fault.PAUSE, "i1", "", Optional.of(Duration.ofMillis(1)));

    await().until(() -> instances.done.contains("end pause i1"));

    await().until(() -> faults.active().isEmpty());
  }

  @Test
  void beginsOnAllOfAZoneOrOnNone() {
    instances.fails("begin pause i2");

    assertThatThrownBy(() -> faults.inject(Fault.PAUSE, "zone:a", "", LONG))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot begin pause i2");

    assertThat(faults.active()).isEmpty();
    assertThat(instances.done).containsExactly("begin pause i1", "end pause i1");
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    faults.inject(Fault.PAUSE, "i1", "", LONG);

    assertThatThrownBy(() -> faults.inject(Fault.PAUSE, "i1", "", LONG))
        .hasMessage("i1 has pause already; heal 1 first");
    assertThatThrownBy(() -> faults.inject(Fault.REBOOT, "i1", "", LONG))
        .hasMessage("reboot is over at once and has no duration");
    assertThatThrownBy(() -> faults.inject(Fault.PAUSE, "x1", "", LONG))
        .hasMessage("nothing is x1; there are: i1, i2");
    assertThatThrownBy(() -> faults.inject(Fault.LIE, "i2", "", LONG))
        .hasMessageStartingWith("i2 cannot have lie; it can have: power-off, reboot, ");
    assertThatThrownBy(() -> Fault.of("fire")).hasMessageStartingWith("there is no fault fire; ");
  }

  @ParameterizedTest
  @CsvSource({
    "loss, '', 30",
    "loss, 5, 5",
    "delay, '50ms,10ms', '50ms,10ms'",
    "clock, '', +30s",
    "partition-pair, i2, i2",
    "pause, '', ''",
  })
  void saysHowMuch(String fault, String asked, String meant) throws IOException {
    assertThat(faults.inject(Fault.of(fault), "i1", asked, LONG).getFirst().value())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "loss, 101, 'loss needs a value (per cent) such as 30, not 101'",
    "bandwidth, '1mbit; reboot', 'bandwidth needs a value (a rate) such as 1mbit, not 1mbit; reboot'",
    "partition-pair, '', 'partition-pair needs a value (the other instance) such as i2'",
    "pause, 3, 'pause takes no value, but got: 3'",
  })
  void refusesAValueThatSaysNothing(String fault, String asked, String why) {
    assertThatThrownBy(() -> faults.inject(Fault.of(fault), "i1", asked, LONG)).hasMessage(why);
    assertThat(instances.done).isEmpty();
  }

  @Test
  void whatIsOverAtOnceIsNotListed() throws IOException {
    assertThat(faults.inject(Fault.ENGINE_KILL, "i1", "", UNTIL_HEALED)).hasSize(1);

    assertThat(faults.active()).isEmpty();
    assertThat(heard.events()).containsExactly("begun 1", "ended 1");
  }

  @Test
  void allHealAtTheEnd() throws IOException {
    faults.inject(Fault.PAUSE, "i1", "", UNTIL_HEALED);
    faults.inject(Fault.AGENT_HOLD, "i2", "", LONG);

    faults.close();

    assertThat(instances.done).endsWith("end pause i1", "end agent-hold i2");
  }
}
