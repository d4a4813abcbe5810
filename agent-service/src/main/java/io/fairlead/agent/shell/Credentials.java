package io.fairlead.agent.shell;

import io.fairlead.proto.BearerToken;
import java.time.Duration;
import java.time.Instant;

/** What an instance got when it joined: who it is and the key that proves it. */
public record Credentials(
    String containerInstanceArn, String cluster, String accessKeyId, String secretAccessKey) {
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  /** A new token for a call that begins now. */
  String bearerToken(Instant now) {
    return BearerToken.sign(accessKeyId, secretAccessKey, now, VALIDITY);
  }

  /** Without the secret, which must not reach a log. */
  @Override
  public String toString() {
    return containerInstanceArn + " with key " + accessKeyId;
  }
}
