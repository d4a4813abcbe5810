package io.fairlead.gateway.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of Signature Version 4. */
final class Signing {
  private static final String HMAC = "HmacSHA256";

  private Signing() {}

  /** Lower-case hexadecimal SHA-256. */
  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The signature that the holder of the secret makes for a canonical request. */
  static String sign(String secret, Authorization scope, String time, String canonicalRequest) {
    byte[] key = hmac(("AWS4" + secret).getBytes(UTF_8), scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    key = hmac(key, "aws4_request");
    String text =
        Authorization.ALGORITHM
            + "\n"
            + time
            + "\n"
            + scope.scope()
            + "\n"
            + hash(canonicalRequest.getBytes(UTF_8));
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
