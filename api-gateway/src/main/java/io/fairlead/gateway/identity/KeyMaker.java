package io.fairlead.gateway.identity;

import java.security.SecureRandom;

/** Makes the ids and secrets of access keys, join tokens and instances. */
final class KeyMaker {
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SecureRandom random = new SecureRandom();

  AccessKey accessKey(Identity owner) {
    return new AccessKey("AKIA" + text(ID_ALPHABET, 16), text(SECRET_ALPHABET, 40), owner);
  }

  /** 43 characters, 256 bits. */
  String joinToken() {
    return "flj-" + text(SECRET_ALPHABET, 43);
  }

  /** 32 hexadecimal digits, as in the ARN of a container instance. */
  String instanceId() {
    return text("0123456789abcdef", 32);
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
