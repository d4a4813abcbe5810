package io.fairlead.cli.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckerTest {
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world = new World();
  private final Checker checker = new Checker(RECOVERY);

  private List<Finding> look(int second) {
    return checker.look(world.after(Duration.ofSeconds(second)));
  }

  /** What is planted, and the one rule that finds it. */
  private static Stream<Arguments> planted() {
    return Stream.of(
        planted(Rule.LOST, world -> world.die("t1")),
        planted(Rule.TWICE, world -> world.contain("t1", "i2")),
        planted(Rule.TWICE, world -> world.contain("t1", "i1")),
        planted(Rule.ORPHANED, world -> world.contain("t9", "i1")),
        planted(
            Rule.ORPHANED,
            world -> {
              world.put("t3", "i1", "STOPPED", "STOPPED");
              world.contain("t3", "i1");
            }),
        planted(Rule.VANISHED, world -> world.told.put("t4", "PENDING")),
        planted(Rule.MISTOLD, world -> world.told.put("t1", "PENDING")),
        planted(
            Rule.OVER_COMMITTED,
            world -> {
              world.desired = 4;
              world.run("t3", "i1");
              world.run("t4", "i1");
            }),
        planted(
            Rule.BELOW_MINIMUM,
            world -> {
              world.put("t1", "i1", "STOPPED", "STOPPED");
              world.die("t1");
            }),
        planted(Rule.UNACKNOWLEDGED, world -> world.put("t1", "i1", "RUNNING", "STOPPED")));
  }

  private static Arguments planted(Rule rule, Consumer<World> plant) {
    return Arguments.of(rule, plant);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void findsWhatIsPlanted(Rule rule, Consumer<World> plant) {
    assertThat(look(0)).isEmpty();

    plant.accept(world);

    assertThat(look(1)).as("it may pass").isEmpty();
    assertThat(look((int) LONG.toSeconds())).extracting(Finding::rule).containsExactly(rule);
    assertThat(look((int) LONG.toSeconds() + 1)).as("once").isEmpty();
    assertThat(checker.findings())
        .singleElement()
        .extracting(Finding::since)
        .isEqualTo(World.BEGIN.plusSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void letsPassWhatIsSoonRight(Rule rule, Consumer<World> plant) {
    look(0);
    plant.accept(world);
    look(1);

    assertThat(checker.look(new World().after(Duration.ofSeconds(2)))).isEmpty();
    look(50);

    assertThat(checker.findings()).as("begins anew").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"TWICE", "OVER_COMMITTED"},
      mode = EnumSource.Mode.EXCLUDE)
  void waitsWhileThereIsAFaultAndAfterIt(Rule rule) {
    look(0);
    planted()
        .filter(it -> it.get()[0] == rule)
        .findFirst()
        .map(CheckerTest::plant)
        .orElseThrow()
        .accept(world);

    world.troubled.add("scheduler");
    look(1);
    look(60);
    world.troubled.clear();
    look(70);
    assertThat(checker.findings()).isEmpty();
    if (rule == Rule.BELOW_MINIMUM) {
      return; // The fault took the task: the service need not have it before it was whole again.
    }

    look(71);
    look(200);
    assertThat(checker.findings()).extracting(Finding::rule).containsExactly(rule);
  }

  @SuppressWarnings("unchecked")
  private static Consumer<World> plant(Arguments planted) {
    return (Consumer<World>) planted.get()[1];
  }

  @Test
  void aFaultElsewhereExcusesNothing() {
    look(0);
    world.die("t1");
    world.troubled.add("i2");

    look(1);
    assertThat(look(5)).extracting(Finding::rule).containsExactly(Rule.LOST);
  }

  @Test
  void whatCannotBeLookedAtIsNotLost() {
    world.die("t1");
    world.away.add("i1");

    look(1);
    assertThat(look(60)).isEmpty();
  }

  @Test
  void aServiceNeedNotHaveWhatItNeverHad() {
    look(0);
    world.desired = 5;

    look(1);
    look(60);
    assertThat(checker.findings()).as("it grows").isEmpty();
  }
}
