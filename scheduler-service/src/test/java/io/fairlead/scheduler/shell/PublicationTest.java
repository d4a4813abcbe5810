package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.events.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private final List<Publication.Answered> answers = new ArrayList<>();
  private final List<Message> sent = new ArrayList<>();
  private final Publication publication = new Publication(this::send, 0);

  private void send(Message message, Publication.Answered answered) {
    sent.add(message);
    answers.add(answered);
  }

  private static ClusterEvent event(long position) {
    return ClusterEvent.newBuilder().setPosition(position).build();
  }

  private static Committed batch(long... positions) {
    List<Message> messages = new ArrayList<>();
    for (long position : positions) {
      messages.add(new Message.ToWatches(event(position)));
    }
    return new Committed(positions[positions.length - 1], messages);
  }

  private void follow() {
    publication.goBack();
    publication.catchUp(List.of());
  }

  @Test
  void whoIsBehindLeavesBatchesToTheHistory() {
    publication.publish(batch(1));

    assertThat(sent).isEmpty();
    assertThat(publication.watermark()).isZero();
  }

  @Test
  void anEventIsSentOnceThoughItComesFromTheHistoryAndInABatch() {
    publication.goBack();
    publication.repeat(List.of(event(1), event(2)));
    publication.catchUp(List.of());
    publication.publish(batch(1, 2));
    publication.publish(batch(3));

    assertThat(sent).hasSize(3);
  }

  @Test
  void theWatermarkStandsBeforeTheFirstEventOfABatchThatHasNotArrived() {
    follow();
    publication.publish(batch(1, 2, 3));
    answers.get(2).with(null);

    assertThat(publication.watermark()).isZero();

    answers.get(0).with(null);
    assertThat(publication.watermark()).isEqualTo(1);

    answers.get(1).with(null);
    assertThat(publication.watermark()).isEqualTo(3);
  }

  @Test
  void anEventLostInTheMiddleOfABatchIsAmongThoseToBeRepeated() {
    follow();
    publication.publish(batch(1, 2, 3));
    answers.get(0).with(null);
    answers.get(1).with(new Exception("lost"));
    answers.get(2).with(null);

    assertThat(publication.takeFailure()).isPresent();
    assertThat(publication.isBehind()).isTrue();
    publication.goBack();
    assertThat(publication.sentUpTo()).isEqualTo(1);
  }
}
