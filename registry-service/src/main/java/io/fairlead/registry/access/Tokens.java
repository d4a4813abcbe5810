package io.fairlead.registry.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that the registry gives out and takes: JWTs of algorithm HS256, signed with a secret
 * that all replicas share. Those for access carry scopes and last minutes; those for signing in
 * (the password of user AWS) carry who the caller is and last hours; tickets stand in the address
 * of one layer, for one who bears nothing else. None passes for another.
 */
public final class Tokens {
  /** How long a token for access is good. */
  public static final Duration ACCESS = Duration.ofMinutes(5);

  /** How long a token for signing in is good that a user asked for, as on ECR. */
  public static final Duration USERS_SIGN_IN = Duration.ofHours(12);

  /** The same for an instance, which asks anew whenever it pulls: enough for the longest pull. */
  public static final Duration INSTANCES_SIGN_IN = Duration.ofHours(1);

  /** How long a ticket for a layer is good. */
  public static final Duration TICKET = Duration.ofMinutes(15);

  private static final String FOR_ACCESS = "fairlead-registry";
  private static final String FOR_SIGN_IN = "fairlead-registry-sign-in";
  private static final String FOR_LAYER = "fairlead-registry-layer";
  private static final String REPOSITORY = "repository";
  private static final String SCOPE = "scope";
  private static final String KIND = "kind";
  private static final int LONGEST = 16_384;

  private final byte[] secret;
  private final InstantSource clock;

  /**
   * Tokens of one installation.
   *
   * @param secret 32 random bytes or more
   */
  public Tokens(byte[] secret, InstantSource clock) {
    this.secret = secret.clone();
    this.clock = clock;
  }

  /** A token for access. */
  public String access(Principal principal, List<Scope> scopes) {
    String text = String.join(" ", scopes.stream().map(Scope::toString).toList());
    return sign(claims(principal.arn(), FOR_ACCESS, ACCESS).claim(SCOPE, text).build());
  }

  /** A token for signing in. */
  public String signIn(Principal principal) {
    String kind =
        switch (principal) {
          case Principal.User _ -> "user";
          case Principal.Instance _ -> "instance";
          case Principal.Anonymous _ -> throw new IllegalArgumentException("nobody signs in");
        };
    Duration validity = signInValidity(principal);
    return sign(claims(principal.arn(), FOR_SIGN_IN, validity).claim(KIND, kind).build());
  }

  /** How long a token for signing in is good from now on. */
  public static Duration signInValidity(Principal principal) {
    return switch (principal) {
      case Principal.User _ -> USERS_SIGN_IN;
      case Principal.Instance _ -> INSTANCES_SIGN_IN;
      case Principal.Anonymous _ -> Duration.ZERO;
    };
  }

  /** A ticket for the download of one layer. */
  public String ticket(RepositoryName repository, Digest layer) {
    return sign(
        claims(layer.toString(), FOR_LAYER, TICKET).claim(REPOSITORY, repository.text()).build());
  }

  /** Whether a ticket is for this layer, and still valid. */
  public boolean admits(String ticket, RepositoryName repository, String layer) {
    return claims(ticket, FOR_LAYER)
        .filter(claims -> layer.equals(claims.getSubject()))
        .filter(claims -> text(claims, REPOSITORY).equals(repository.text()))
        .isPresent();
  }

  private JWTClaimsSet.Builder claims(String subject, String audience, Duration validity) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .subject(subject)
        .audience(audience)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(validity)));
  }

  private String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** What a token for access grants; empty where it is none, or not valid any more. */
  public Optional<Grant> granted(String token) {
    return claims(token, FOR_ACCESS)
        .map(claims -> new Grant.ForScopes(Scope.parse(text(claims, SCOPE))));
  }

  /** Who a token for signing in was given to; empty where it is none, or not valid any more. */
  public Optional<Principal> signedIn(String token) {
    return claims(token, FOR_SIGN_IN)
        .map(
            claims ->
                text(claims, KIND).equals("user")
                    ? new Principal.User(claims.getSubject())
                    : new Principal.Instance(claims.getSubject()));
  }

  private Optional<JWTClaimsSet> claims(String text, String audience) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      boolean genuine =
          JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
              && token.verify(new MACVerifier(secret));
      if (!genuine) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Date expires = claims.getExpirationTime();
      boolean valid = expires != null && expires.toInstant().isAfter(clock.instant());
      return valid && claims.getAudience().equals(List.of(audience))
          ? Optional.of(claims)
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }
}
