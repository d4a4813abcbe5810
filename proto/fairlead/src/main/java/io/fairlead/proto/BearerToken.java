package io.fairlead.proto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens that callers of the gRPC API bear: a JWT of algorithm HS256 (RFC 7515, RFC 7519)
 * signed with the UTF-8 bytes of the secret of an access key, whose id is the header's {@code kid}.
 * Claims: {@code iat} and {@code exp} in epoch seconds, and {@code aud} where the token is for one
 * receiver only.
 */
public final class BearerToken {
  /** Audience of the tokens that the gateway makes for an agent's own endpoint. */
  public static final String AGENT = "agent";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SMALLEST_SECRET = 32;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/-]+");

  private BearerToken() {}

  /** A token without an audience, valid from {@code issuedAt} on for {@code validity}. */
  public static String sign(
      String accessKeyId, String secret, Instant issuedAt, Duration validity) {
    return signed(accessKeyId, secret, times(issuedAt, validity));
  }

  /** A token for the receivers that call themselves {@code audience}. */
  public static String sign(
      String accessKeyId, String secret, String audience, Instant issuedAt, Duration validity) {
    return signed(
        accessKeyId, secret, times(issuedAt, validity) + ",\"aud\":\"" + plain(audience) + "\"");
  }

  private static String times(Instant issuedAt, Duration validity) {
    long seconds = issuedAt.getEpochSecond();
    return "\"iat\":" + seconds + ",\"exp\":" + (seconds + validity.toSeconds());
  }

  private static String signed(String accessKeyId, String secret, String claims) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + plain(accessKeyId) + "\"}";
    String content =
        encode(header.getBytes(UTF_8)) + "." + encode(("{" + claims + "}").getBytes(UTF_8));
    return content + "." + encode(mac(secret, content));
  }

  /**
   * The signature of {@code content}, which is all of a token before its last dot.
   *
   * @throws IllegalArgumentException if the secret has less than 32 bytes, which RFC 7518 forbids
   */
  public static byte[] mac(String secret, String content) {
    byte[] key = secret.getBytes(UTF_8);
    if (key.length < SMALLEST_SECRET) {
      throw new IllegalArgumentException("a secret has at least " + SMALLEST_SECRET + " bytes");
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(content.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Refuses what would need escaping in JSON, so that none is needed. */
  private static String plain(String text) {
    if (!PLAIN.matcher(text).matches()) {
      throw new IllegalArgumentException("not a key id or audience: " + text);
    }
    return text;
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
