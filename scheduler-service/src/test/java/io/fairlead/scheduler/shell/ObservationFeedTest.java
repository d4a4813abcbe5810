package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObservationFeedTest {
  private final ObservationFeed feed = new ObservationFeed();

  @Test
  void anOffsetIsCommittedOnceWhenItsRecordIsDurable() {
    int round = feed.handed(5);
    assertThat(feed.takeGrown()).isEqualTo(-1);

    feed.completed(round, 5, null);

    assertThat(feed.takeGrown()).isEqualTo(6);
    assertThat(feed.takeGrown()).isEqualTo(-1);
  }

  @Test
  void afterAFailureTheFeedGoesBackToTheFirstThatIsNotDurable() {
    int round = feed.handed(5);
    feed.handed(6);
    feed.handed(7);
    feed.completed(round, 5, null);
    feed.completed(round, 6, new RetryException("lost", null));
    feed.completed(round, 7, null);

    assertThat(feed.takeRewind()).isEqualTo(6);
    assertThat(feed.takeRewind()).isEqualTo(-1);
    assertThat(feed.inFlight()).isZero();
    assertThat(feed.takeGrown()).isEqualTo(6);
  }

  @Test
  void whatCompletesLateFromBeforeTheFailureDoesNotCount() {
    int before = feed.handed(5);
    feed.handed(6);
    feed.completed(before, 5, new RetryException("lost", null));
    assertThat(feed.takeRewind()).isEqualTo(5);

    int after = feed.handed(5);
    feed.completed(before, 6, null);
    assertThat(feed.takeGrown()).isEqualTo(-1);
    feed.completed(after, 5, null);
    assertThat(feed.takeGrown()).isEqualTo(6);
  }
}
