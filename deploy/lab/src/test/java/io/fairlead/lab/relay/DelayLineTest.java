package io.fairlead.lab.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DelayLineTest {
  @Test
  void framesKeepTheirOrder() throws InterruptedException {
    DelayLine line = line(Duration.ZERO, 1_000);
    for (byte number = 0; number < 100; number++) {
      line.put(new byte[] {number});
    }
    for (byte number = 0; number < 100; number++) {
      assertThat(line.take()).containsExactly(number);
    }
  }

  @Test
  void aFrameComesNoSoonerThanItShould() throws InterruptedException {
    Duration delay = Duration.ofMillis(20);
    DelayLine line = line(delay, 1);
    long begin = System.nanoTime();
    line.put(new byte[1]);

    line.take();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void whatFindsNoRoomIsLost() throws InterruptedException {
    DelayLine line = line(Duration.ZERO, 10);
    line.put(new byte[6]);
    line.put(new byte[5]);
    line.put(new byte[4]);

    assertThat(line.take()).hasSize(6);
    assertThat(line.take()).hasSize(4);
    line.put(new byte[10]);
    assertThat(line.take()).as("the room is free again").hasSize(10);
  }

  private static DelayLine line(Duration delay, int room) {
    return new DelayLine(delay, Duration.ZERO, room, RandomGenerator.getDefault());
  }
}
