package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Checks that a request of S3 bears a signature of the one access key that there is. */
record SignatureV4(String id, String secret) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/((\\d{8})/([^/]+)/s3/aws4_request), ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }

  boolean isOn(HttpExchange call, byte[] body) {
    String header = String.valueOf(call.getRequestHeaders().getFirst("Authorization"));
    Matcher parts = AUTHORIZATION.matcher(header);
    String said = String.valueOf(call.getRequestHeaders().getFirst("X-amz-content-sha256"));
    if (!parts.matches() || !parts.group(1).equals(id) || !isWhole(call, said, body)) {
      return false;
    }
    String request = canonical(call, parts.group(5), said);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            String.valueOf(call.getRequestHeaders().getFirst("X-amz-date")),
            parts.group(2),
            hex(hash("SHA-256", request.getBytes(UTF_8))));
    byte[] key = mac(("AWS4" + secret).getBytes(UTF_8), parts.group(3));
    for (String step : new String[] {parts.group(4), "s3", "aws4_request"}) {
      key = mac(key, step);
    }
    return hex(mac(key, text)).equals(parts.group(6));
  }

  /** The body is signed itself, or by its MD5 among the headers. */
  private static boolean isWhole(HttpExchange call, String said, byte[] body) {
    String md5 = call.getRequestHeaders().getFirst("Content-md5");
    boolean unsigned = said.equals("UNSIGNED-PAYLOAD");
    return unsigned && body.length == 0 && md5 == null
        || unsigned && Base64.getEncoder().encodeToString(hash("MD5", body)).equals(md5)
        || said.equals(hex(hash("SHA-256", body)));
  }

  private static String canonical(HttpExchange call, String signed, String payload) {
    String query = call.getRequestURI().getRawQuery();
    String sorted =
        query == null
            ? ""
            : Arrays.stream(query.split("&"))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    StringBuilder headers = new StringBuilder();
    for (String name : signed.split(";")) {
      headers
          .append(name)
          .append(':')
          .append(String.join(",", call.getRequestHeaders().get(name)).strip())
          .append('\n');
    }
    return String.join(
        "\n",
        call.getRequestMethod(),
        call.getRequestURI().getRawPath(),
        sorted,
        headers,
        signed,
        payload);
  }

  /** A parameter of a query; empty where it is not there. */
  static String parameter(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
        .findFirst()
        .orElse("");
  }

  private static byte[] hash(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
