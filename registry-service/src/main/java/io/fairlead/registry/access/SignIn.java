package io.fairlead.registry.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.registry.access.Credentials.Proof;
import java.util.Base64;
import java.util.Optional;

/**
 * Proves who a caller is by user and password: the id and secret of an access key, or user {@code
 * AWS} with a token for signing in.
 */
public final class SignIn {
  private static final String AWS = "AWS";
  private static final String SCHEME = "basic ";

  private final Credentials credentials;
  private final Tokens tokens;

  public SignIn(Credentials credentials, Tokens tokens) {
    this.credentials = credentials;
    this.tokens = tokens;
  }

  /** Whether the header is one of this kind (RFC 7617). */
  public static boolean isBasic(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** What the value of an {@code Authorization} header proves. */
  public Proof prove(String authorization) {
    Optional<String> pair = decoded(authorization.substring(SCHEME.length()).strip());
    int colon = pair.map(it -> it.indexOf(':')).orElse(-1);
    if (colon <= 0) {
      return new Proof.Wrong();
    }
    String user = pair.orElseThrow().substring(0, colon);
    String password = pair.orElseThrow().substring(colon + 1);
    if (user.equals(AWS)) {
      return tokens.signedIn(password).<Proof>map(Proof.Proven::new).orElseGet(Proof.Wrong::new);
    }
    return credentials.prove(user, password);
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
