package io.fairlead.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
  private static final String ID = "FLIA0123456789ABCDEF";
  private static final String SECRET = "0123456789abcdef0123456789abcdef01234567";
  private static final Instant ISSUED = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration VALID = Duration.ofMinutes(10);

  // Both tokens were made with another implementation of HMAC and base64url.

  @Test
  void signsWithTheKeyIdInTheHeaderAndTheTimesAsClaims() {
    assertThat(BearerToken.sign(ID, SECRET, ISSUED, VALID))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IkZMSUEwMTIzNDU2Nzg5QUJDREVGIn0"
                + ".eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDYwMH0"
                + ".TrROXsb-tVNMQqc2khT6SN2ZriBYaOn6PYiE3QwujnU");
  }

  @Test
  void namesTheAudience() {
    assertThat(BearerToken.sign(ID, SECRET, BearerToken.AGENT, ISSUED, VALID))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IkZMSUEwMTIzNDU2Nzg5QUJDREVGIn0"
                + ".eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDYwMCwiYXVkIjoiYWdlbnQifQ"
                + ".yqx8Be6bGUg51b-hqpIcfDOQigpyduxsuSPJNAuc65s");
  }

  @Test
  void refusesShortSecretsAndKeyIdsThatWouldNeedEscaping() {
    assertThatThrownBy(() -> BearerToken.sign(ID, "short", ISSUED, VALID))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BearerToken.sign("a\"b", SECRET, ISSUED, VALID))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
