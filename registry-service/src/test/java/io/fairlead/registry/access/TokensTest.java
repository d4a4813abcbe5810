package io.fairlead.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TokensTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();
  private static final Principal USER = new Principal.User("AKIA");
  private static final RepositoryName WEB = new RepositoryName("team/web");

  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final Tokens tokens = new Tokens(SECRET, () -> now);

  @ParameterizedTest
  @EnumSource(Action.class)
  void grantsWhatItSaysAndNothingElse(Action granted) {
    String token = tokens.access(USER, List.of(new Scope(WEB, EnumSet.of(granted))));
    Grant grant = tokens.granted(token).orElseThrow();
    for (Action action : Action.values()) {
      assertThat(grant.covers(WEB, action)).isEqualTo(action == granted);
      assertThat(grant.covers(new RepositoryName("team"), action)).isFalse();
      assertThat(grant.covers(new RepositoryName("team/web2"), action)).isFalse();
    }
  }

  @Test
  void endsAfterItsTime() {
    String access = tokens.access(USER, List.of());
    String signIn = tokens.signIn(USER);
    now = now.plus(Tokens.ACCESS).minusSeconds(1);
    assertThat(tokens.granted(access)).isPresent();
    now = now.plusSeconds(2);
    assertThat(tokens.granted(access)).isEmpty();
    assertThat(tokens.signedIn(signIn)).contains(USER);
    now = now.plus(Tokens.USERS_SIGN_IN);
    assertThat(tokens.signedIn(signIn)).isEmpty();
  }

  @Test
  void neitherKindPassesForTheOther() {
    assertThat(tokens.granted(tokens.signIn(USER))).isEmpty();
    assertThat(tokens.signedIn(tokens.access(USER, List.of()))).isEmpty();
  }

  @Test
  void aTicketIsForOneLayerForItsTime() {
    Digest layer = Digest.of(Digest.Algorithm.SHA256, new byte[1]);
    Digest other = Digest.of(Digest.Algorithm.SHA256, new byte[2]);
    String ticket = tokens.ticket(WEB, layer);

    assertThat(tokens.admits(ticket, WEB, layer.toString())).isTrue();
    assertThat(tokens.admits(ticket, WEB, other.toString())).isFalse();
    assertThat(tokens.admits(ticket, new RepositoryName("team"), layer.toString())).isFalse();
    assertThat(tokens.granted(ticket)).isEmpty();
    assertThat(tokens.signedIn(ticket)).isEmpty();
    assertThat(tokens.admits(tokens.access(USER, List.of()), WEB, layer.toString())).isFalse();
    now = now.plus(Tokens.TICKET);
    assertThat(tokens.admits(ticket, WEB, layer.toString())).isFalse();
  }

  @Test
  void remembersWhatKindOfCallerSignedIn() {
    Principal instance = new Principal.Instance("AKIB");
    String signIn = tokens.signIn(instance);
    assertThat(tokens.signedIn(signIn)).contains(instance);
    now = now.plus(Tokens.INSTANCES_SIGN_IN);
    assertThat(tokens.signedIn(signIn)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::000000000000:user/admin, User",
    "arn:aws:iam::000000000000:role/container-instance, User",
    "arn:aws:ecs:us-east-1:000000000000:container-instance/edge/1, Instance",
    "'', User"
  })
  void tellsInstancesFromUsersByTheirNames(String arn, String kind) {
    assertThat(Principal.named(arn).getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void believesNobodyElse() throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience("fairlead-registry")
            .subject("AKIA")
            .claim("scope", "repository:team/web:pull")
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(1))))
            .build();
    SignedJWT other = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    other.sign(new MACSigner("another secret of thirty-two byte"));
    SignedJWT longer = new SignedJWT(new JWSHeader(JWSAlgorithm.HS384), claims);
    longer.sign(new MACSigner(new byte[48]));
    String genuine = tokens.access(USER, List.of());
    for (String token :
        List.of(
            other.serialize(),
            longer.serialize(),
            new PlainJWT(claims).serialize(),
            "",
            ".",
            "a.b.c",
            genuine.substring(0, genuine.lastIndexOf('.') + 1),
            "x".repeat(100_000))) {
      assertThat(tokens.granted(token)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repository:a:pull | repository:a:pull",
        "repository:a/b:push,pull | repository:a/b:pull,push",
        "repository:a:* | repository:a:pull,push,delete,import",
        "repository:a:pull repository:b:push | repository:a:pull repository:b:push",
        "repository:a:sing | repository:a:",
        "repository:A:pull | ''",
        "repository:../a:pull | ''",
        "registry:catalog:* | ''",
        "repository | ''",
        "repository:a | ''",
        "repository:localhost:5000/a:pull | ''",
        "'' | ''"
      })
  void readsScopes(String text, String expected) {
    assertThat(String.join(" ", Scope.parse(text).stream().map(Scope::toString).toList()))
        .isEqualTo(expected);
  }
}
