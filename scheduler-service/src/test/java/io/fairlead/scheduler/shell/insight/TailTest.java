package io.fairlead.scheduler.shell.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.events.ClusterEvent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailTest {
  private final Tail tail = new Tail(3);

  private static List<ClusterEvent> events(long... positions) {
    return LongStream.of(positions)
        .mapToObj(position -> ClusterEvent.newBuilder().setPosition(position).build())
        .toList();
  }

  @Test
  void knowsNothingBeforeItHasBegun() {
    tail.add(events(1));

    assertThat(tail.take()).isEmpty();
  }

  @Test
  void givesEachEventOnceInOrder() {
    tail.begin();
    tail.add(events(1, 2));
    tail.add(events(3));

    assertThat(tail.take()).contains(events(1, 2, 3));
    assertThat(tail.take()).contains(List.of());
  }

  @Test
  void whoFallsBehindIsToldSoUntilItBeginsAnew() {
    tail.begin();
    tail.add(events(1, 2));
    tail.add(events(3, 4));
    tail.add(events(5));

    assertThat(tail.take()).isEmpty();
    assertThat(tail.take()).isEmpty();
    tail.begin();
    tail.add(events(6));
    assertThat(tail.take()).contains(events(6));
  }

  @Test
  void whatMayBeMissingMakesAllDoubtful() {
    tail.begin();
    tail.add(events(1));
    tail.lose();

    assertThat(tail.take()).isEmpty();
  }
}
