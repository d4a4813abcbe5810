package io.fairlead.gateway.sigv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an {@code Authorization} header of Signature Version 4.
 *
 * @param date of the scope, {@code yyyyMMdd}
 * @param signedHeaders lower-case names
 * @param signature 64 hexadecimal digits
 */
record Authorization(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";

  /** Reads the header; empty where a part is missing or malformed. */
  static Optional<Authorization> parse(String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      return Optional.empty();
    }
    Map<String, String> parts = parts(header.substring(ALGORITHM.length() + 1));
    String[] scope = parts.getOrDefault("Credential", "").split("/", -1);
    String signedHeaders = parts.getOrDefault("SignedHeaders", "");
    String signature = parts.getOrDefault("Signature", "");
    if (scope.length != 5
        || scope[0].isEmpty()
        || !scope[4].equals(TERMINATOR)
        || signedHeaders.isEmpty()
        || signature.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Authorization(
            scope[0],
            scope[1],
            scope[2],
            scope[3],
            List.of(signedHeaders.split(";", -1)),
            signature));
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  /** Date, region and service that the signing key was derived for. */
  String scope() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
