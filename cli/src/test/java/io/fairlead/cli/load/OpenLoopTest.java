package io.fairlead.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenLoopTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Latencies latencies = new Latencies();
  private final OpenLoop loop = new OpenLoop(1_000, latencies);

  private OpenLoop.Result run(Consumer<Consumer<Optional<String>>> send) {
    return loop.run(
        SHORT,
        () ->
            new OpenLoop.Call() {
              @Override
              public Operation operation() {
                return Operation.READ;
              }

              @Override
              public void send(Consumer<Optional<String>> ended) {
                send.accept(ended);
              }
            },
        () -> false);
  }

  @Test
  void holdsTheRateWhereAllIsAnswered() {
    OpenLoop.Result result = run(ended -> ended.accept(Optional.empty()));

    assertThat(result.held()).isTrue();
    assertThat(latencies.all().answered()).isEqualTo(100);
    assertThat(latencies.each())
        .singleElement()
        .extracting(Latencies.Figures::name)
        .isEqualTo("read");
  }

  @Test
  void sendsWhetherThoseBeforeAreAnsweredOrNot() {
    AtomicInteger sent = new AtomicInteger();

    OpenLoop.Result result = run(_ -> sent.incrementAndGet());

    assertThat(sent).hasValue(100);
    assertThat(result.held()).isFalse();
    assertThat(result.answered()).isZero();
  }

  @Test
  void countsWhatFailsByItsReason() {
    OpenLoop.Result result = run(ended -> ended.accept(Optional.of("UNAVAILABLE")));

    assertThat(result.held()).isFalse();
    assertThat(latencies.all().failed()).isEqualTo(100);
    assertThat(latencies.reasons()).isEqualTo(Map.of("UNAVAILABLE", 100L));
  }

  @Test
  void stopsWhenItIsTold() {
    assertThat(
            loop.run(
                    Duration.ofHours(1),
                    () -> {
                      throw new AssertionError("sent");
                    },
                    () -> true)
                .held())
        .isFalse();
  }

  @Test
  void tellsPercentiles() {
    for (int millis = 1; millis <= 1_000; millis++) {
      latencies.ended(Operation.CHURN, millis * 1_000_000L, Optional.empty());
    }

    Latencies.Figures all = latencies.all();
    assertThat(all.p50()).isBetween(499.0, 501.0);
    assertThat(all.p99()).isBetween(989.0, 991.0);
    assertThat(all.p999()).isBetween(998.0, 1_001.0);
    assertThat(all.most()).isBetween(999.0, 1_001.0);
  }

  @Test
  void drawsAsTheWeightsSay() {
    Mix mix = Mix.parse("churn=1, read=3");
    Map<Operation, Integer> drawn = new EnumMap<>(Operation.class);
    Random random = new Random(1);
    for (int i = 0; i < 4_000; i++) {
      drawn.merge(mix.draw(random), 1, Integer::sum);
    }

    assertThat(drawn).containsOnlyKeys(Operation.CHURN, Operation.READ);
    assertThat(drawn.get(Operation.READ)).isBetween(2_850, 3_150);
  }

  @ParameterizedTest
  @ValueSource(strings = {"churn", "fire=1", "churn=x", "churn=0", "churn=-1", "read=2000000000"})
  void refusesAMixThatIsNone(String text) {
    assertThatThrownBy(() -> Mix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
