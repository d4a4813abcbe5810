package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
  private final Acknowledgements acknowledgements = new Acknowledgements(10);

  private void send(long seq) {
    acknowledgements.sent(seq);
    acknowledgements.pass(seq);
  }

  @Test
  void theWatermarkStaysBelowTheFirstThatHasNotArrived() {
    send(11);
    send(12);
    send(13);
    assertThat(acknowledgements.watermark()).isEqualTo(10);

    acknowledgements.acknowledged(12);
    assertThat(acknowledgements.watermark()).isEqualTo(10);

    acknowledgements.acknowledged(11);
    assertThat(acknowledgements.watermark()).isEqualTo(12);

    acknowledgements.acknowledged(13);
    assertThat(acknowledgements.watermark()).isEqualTo(13);
  }

  @Test
  void aPositionWithTwoMessagesHasArrivedWithTheSecond() {
    acknowledgements.sent(11);
    send(11);

    acknowledgements.acknowledged(11);
    assertThat(acknowledgements.watermark()).isEqualTo(10);
    acknowledgements.acknowledged(11);
    assertThat(acknowledgements.watermark()).isEqualTo(11);
  }

  @Test
  void whatWasLostHoldsTheWatermarkUntilAllIsSentAgain() throws InterruptedException {
    send(11);
    send(12);
    acknowledgements.lost(11, new IOException("gone"));
    acknowledgements.acknowledged(12);

    assertThat(acknowledgements.awaitAll(0)).isTrue();
    assertThat(acknowledgements.watermark()).isEqualTo(10);
    assertThat(acknowledgements.takeFailure()).isPresent();
    assertThat(acknowledgements.takeFailure()).isEmpty();

    assertThat(acknowledgements.rewind()).isEqualTo(10);
    send(12);
    acknowledgements.acknowledged(12);
    assertThat(acknowledgements.watermark()).isEqualTo(12);
  }
}
