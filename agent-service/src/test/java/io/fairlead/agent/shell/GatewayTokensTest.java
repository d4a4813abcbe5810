package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.agent.shell.Residents.Resident;
import io.fairlead.proto.BearerToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTokensTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String SECRET = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "x123456789abcdef0123456789abcdef01234567";

  private final Residents residents = new Residents();
  private final GatewayTokens tokens = new GatewayTokens(residents, InstantSource.fixed(NOW));

  @BeforeEach
  void livesThere() {
    Credentials credentials = new Credentials("arn", "default", "FLIA", SECRET);
    residents.add(new Resident(credentials, new Containers(null), null));
  }

  @Test
  void acceptsTheGatewaysTokenForThisAgentOnly() {
    assertThat(tokens.called(BearerToken.sign("FLIA", SECRET, "agent", NOW, MINUTE))).isPresent();
    assertThat(tokens.called(BearerToken.sign("FLIA", OTHER, "agent", NOW, MINUTE))).isEmpty();
    assertThat(tokens.called(BearerToken.sign("FLIB", SECRET, "agent", NOW, MINUTE))).isEmpty();
    assertThat(tokens.called(BearerToken.sign("FLIA", SECRET, "other", NOW, MINUTE))).isEmpty();
    assertThat(tokens.called(BearerToken.sign("FLIA", SECRET, NOW, MINUTE))).isEmpty();
  }

  @Test
  void refusesATokenWhoseTimeIsOver() {
    Instant earlier = NOW.minus(MINUTE);
    assertThat(tokens.called(BearerToken.sign("FLIA", SECRET, "agent", earlier, MINUTE))).isEmpty();
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThat(tokens.called("")).isEmpty();
    assertThat(tokens.called("a.b.c")).isEmpty();
    assertThat(tokens.called("!.!.!")).isEmpty();
    assertThat(tokens.called("e30.e30.e30")).isEmpty();
  }
}
