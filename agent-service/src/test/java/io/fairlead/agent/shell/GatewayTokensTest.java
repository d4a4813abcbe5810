package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.BearerToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class GatewayTokensTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String SECRET = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "x123456789abcdef0123456789abcdef01234567";

  private final GatewayTokens tokens =
      new GatewayTokens(
          new Credentials("arn", "default", "FLIA", SECRET), InstantSource.fixed(NOW));

  @Test
  void acceptsTheGatewaysTokenForThisAgentOnly() {
    assertThat(tokens.accepts(BearerToken.sign("FLIA", SECRET, "agent", NOW, MINUTE))).isTrue();
    assertThat(tokens.accepts(BearerToken.sign("FLIA", OTHER, "agent", NOW, MINUTE))).isFalse();
    assertThat(tokens.accepts(BearerToken.sign("FLIB", SECRET, "agent", NOW, MINUTE))).isFalse();
    assertThat(tokens.accepts(BearerToken.sign("FLIA", SECRET, "other", NOW, MINUTE))).isFalse();
    assertThat(tokens.accepts(BearerToken.sign("FLIA", SECRET, NOW, MINUTE))).isFalse();
  }

  @Test
  void refusesATokenWhoseTimeIsOver() {
    Instant earlier = NOW.minus(MINUTE);
    assertThat(tokens.accepts(BearerToken.sign("FLIA", SECRET, "agent", earlier, MINUTE)))
        .isFalse();
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThat(tokens.accepts("")).isFalse();
    assertThat(tokens.accepts("a.b.c")).isFalse();
    assertThat(tokens.accepts("!.!.!")).isFalse();
    assertThat(tokens.accepts("e30.e30.e30")).isFalse();
  }
}
