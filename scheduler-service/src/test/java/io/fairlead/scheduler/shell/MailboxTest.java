package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox(1_000, 3);

  private static Work work(Turn turn, String name) {
    return new Work.Look<>(turn, name, (_, _) -> "", new CompletableFuture<>());
  }

  private static List<String> names(Stream<Work> works) {
    return works.map(work -> ((Work.Look<?>) work).cluster()).toList();
  }

  private boolean offer(Turn turn, String name) {
    return mailbox.offer(work(turn, name));
  }

  private List<String> taken(int count) throws InterruptedException {
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      works.add(Objects.requireNonNull(mailbox.poll(Duration.ZERO)));
    }
    return names(works.stream());
  }

  @Test
  void whatIsSeenGoesAheadOfCallsThatCameBefore() throws InterruptedException {
    offer(Turn.WISHED, "run 1");
    offer(Turn.SEEN, "running 1");
    offer(Turn.WISHED, "run 2");
    offer(Turn.SEEN, "running 2");

    assertThat(taken(4)).containsExactly("running 1", "running 2", "run 1", "run 2");
    assertThat(mailbox.poll(Duration.ZERO)).isNull();
  }

  @Test
  void aCallGoesAfterEverySoManySeen() throws InterruptedException {
    IntStream.range(0, 200).forEach(i -> offer(Turn.SEEN, "s"));
    offer(Turn.WISHED, "run 1");
    offer(Turn.WISHED, "run 2");

    List<String> order = taken(202);

    assertThat(order.indexOf("run 1")).isEqualTo(Mailbox.SEEN_IN_A_ROW);
    assertThat(order.indexOf("run 2")).isEqualTo(2 * Mailbox.SEEN_IN_A_ROW + 1);
  }

  @Test
  void whatWasSeenWhileNoCallWaitedDoesNotCount() throws InterruptedException {
    IntStream.range(0, 100).forEach(i -> offer(Turn.SEEN, "s"));
    var _ = taken(99);
    offer(Turn.WISHED, "run");

    assertThat(taken(2)).containsExactly("s", "run");
  }

  @Test
  void callsAreTurnedAwayWhenTooManyWaitAndWhatIsSeenIsNot() throws InterruptedException {
    assertThat(Stream.of("1", "2", "3").allMatch(name -> offer(Turn.WISHED, name))).isTrue();

    assertThat(offer(Turn.WISHED, "4")).isFalse();
    assertThat(offer(Turn.SEEN, "running")).isTrue();
    assertThat(taken(2)).containsExactly("running", "1");
    assertThat(offer(Turn.WISHED, "4")).isTrue();
  }

  @Test
  void whatIsSeenHasABoundToo() {
    Mailbox small = new Mailbox(2, 1);

    assertThat(IntStream.range(0, 3).mapToObj(i -> small.offer(work(Turn.SEEN, "s"))))
        .containsExactly(true, true, false);
  }

  @Test
  void clearTakesOutBoth() {
    offer(Turn.WISHED, "run");
    offer(Turn.SEEN, "running");

    assertThat(names(mailbox.clear().stream())).containsExactly("running", "run");
    assertThat(mailbox.size()).isZero();
  }

  @Test
  void wakingEndsOneWait() throws InterruptedException {
    mailbox.wake();

    assertThat(mailbox.poll(Duration.ofHours(1))).isNull();
    assertThat(mailbox.poll(Duration.ZERO)).isNull();
  }
}
