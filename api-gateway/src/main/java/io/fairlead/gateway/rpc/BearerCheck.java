package io.fairlead.gateway.rpc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.AccessKeys;
import io.fairlead.gateway.identity.Identity;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Verifies the bearer tokens of gRPC calls: a JWT of algorithm HS256 and no other, signed with the
 * secret of the access key that its header names, within its validity.
 */
public final class BearerCheck {
  /** The longest validity of a token. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TEXT = 4096;

  private final AccessKeys keys;
  private final InstantSource clock;

  public BearerCheck(AccessKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The access key that a header says its token is signed with, proven or not. */
  public static Optional<String> claimedKey(String authorization) {
    if (!authorization.startsWith(SCHEME) || authorization.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      String header = authorization.substring(SCHEME.length()).strip().split("\\.", 2)[0];
      return Optional.ofNullable(JWSHeader.parse(new Base64URL(header)).getKeyID());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The identity that the value of an {@code authorization} header proves; empty for none. */
  public Optional<Identity> check(String authorization) {
    if (!authorization.startsWith(SCHEME) || authorization.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(authorization.substring(SCHEME.length()).strip());
      String keyId = token.getHeader().getKeyID();
      if (keyId == null || !JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
        return Optional.empty();
      }
      Optional<AccessKey> key = keys.find(keyId);
      return key.isPresent() && signed(token, key.get()) && timely(token.getJWTClaimsSet())
          ? Optional.of(key.get().owner())
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private static boolean signed(SignedJWT token, AccessKey key) throws JOSEException {
    return token.verify(new MACVerifier(key.secret()));
  }

  /** Tokens with an audience are for an agent's own endpoint, not for this one. */
  private boolean timely(JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    if (issued == null || expires == null || !claims.getAudience().isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    return !issued.toInstant().isAfter(now.plus(SKEW))
        && expires.toInstant().isAfter(now)
        && Duration.between(issued.toInstant(), expires.toInstant()).compareTo(LONGEST) <= 0;
  }
}
