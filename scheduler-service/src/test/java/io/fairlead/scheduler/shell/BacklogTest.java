package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.events.ClusterEvent;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Message MESSAGE = new Message.ToWatches(ClusterEvent.getDefaultInstance());

  private final Backlog backlog = new Backlog(5);

  private static Committed batch(long lastSeq, int messages) {
    return new Committed(lastSeq, Collections.nCopies(messages, MESSAGE));
  }

  @Test
  void givesBatchesInTheirOrder() throws InterruptedException {
    backlog.add(batch(1, 2));
    backlog.add(batch(2, 3));

    assertThat(backlog.poll(0)).isEqualTo(batch(1, 2));
    assertThat(backlog.poll(0)).isEqualTo(batch(2, 3));
    assertThat(backlog.poll(0)).isNull();
    assertThat(backlog.takeDropped()).isFalse();
  }

  @Test
  void dropsAllWhenTooMuchWaitsAndSaysSoOnce() throws InterruptedException {
    backlog.add(batch(1, 3));
    backlog.add(batch(2, 3));

    assertThat(backlog.poll(60_000)).isNull();
    assertThat(backlog.takeDropped()).isTrue();
    assertThat(backlog.takeDropped()).isFalse();
    backlog.add(batch(3, 5));
    assertThat(backlog.poll(0)).isEqualTo(batch(3, 5));
  }

  @Test
  void whoWaitsIsToldOfTheEnd() throws InterruptedException {
    backlog.close();

    assertThat(backlog.poll(60_000)).isNull();
    assertThat(backlog.isClosed()).isTrue();
  }
}
