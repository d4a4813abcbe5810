package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/**
 * Requests that make no sense, or hardly any: of parts that are right or wrong by themselves, and
 * manifests in which something was changed. A seed gives the same ones again.
 */
final class MalformedRequests {
  static final byte[] CONFIG = {'{', '}'};

  /** A repository that is there, with {@link #CONFIG} in it. */
  static final String REPOSITORY = "a";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "X");
  private static final List<String> PARTS =
      List.of(
          "v2",
          REPOSITORY,
          "blobs",
          "uploads",
          "manifests",
          "tags",
          "list",
          "referrers",
          "..",
          ".",
          "",
          "%2e%2e",
          "%00",
          "%",
          "%zz",
          "%ff",
          "sha256:" + "0".repeat(64),
          "sha256:",
          Images.digest(CONFIG).toString(),
          "A",
          "token",
          "\\",
          "a".repeat(300),
          "00000000-0000-0000-0000-000000000000",
          ":",
          "é",
          "a+b",
          "*");
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?n=x",
          "?n=-1",
          "?n=99999999999",
          "?digest=x",
          "?digest=sha256:%00",
          "?digest=" + Images.digest(CONFIG),
          "?%zz",
          "?mount=sha256:x&from=..",
          "?mount=" + Images.digest(CONFIG) + "&from=%00",
          "?last=%00",
          "?last=%ff",
          "?artifactType=%00",
          "?scope=%00",
          "?scope=repository:a:pull&scope=repository:%00:*",
          "?ticket=%00",
          "?ticket=a.b.c",
          "?&&==&");
  private static final List<String> HEADERS =
      List.of(
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 5",
          "Content-Range: 5-1",
          "Content-Range: x",
          "Content-Range: 0-999999999999999999",
          "Range: bytes=-",
          "Range: bytes=5-1",
          "Range: bytes=0-1,0-1,0-1",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: x",
          "Content-Type: \u0001",
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Connection: close",
          "X",
          ": x",
          "Host: \"",
          "Authorization: Basic x",
          "Authorization: Basic " + "x".repeat(2_000),
          "Authorization: Bearer a.b.c");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(3_000) + "\"",
          "[]",
          "{}",
          "[[[[[[[[[[",
          "{\"a\":{\"a\":[null]}}",
          "\"sha256:" + "0".repeat(64) + "\"",
          "\"" + Images.MANIFEST + "\"",
          "\"" + Images.INDEX + "\"");
  private static final List<String> MEMBERS =
      List.of(
          "schemaVersion",
          "mediaType",
          "artifactType",
          "config",
          "layers",
          "manifests",
          "blobs",
          "subject",
          "annotations",
          "digest",
          "size",
          "urls");

  private final Random random;

  MalformedRequests(long seed) {
    this.random = new Random(seed);
  }

  /** The next one, a letter a byte. */
  String next() {
    return random.nextInt(4) == 0 ? manifest() : anything();
  }

  private String anything() {
    StringBuilder path = new StringBuilder(random.nextInt(4) == 0 ? "" : "/v2");
    for (int i = random.nextInt(6); i > 0; i--) {
      path.append('/').append(pick(PARTS));
    }
    byte[] body = new byte[random.nextInt(20)];
    random.nextBytes(body);
    return head(pick(METHODS), path + pick(QUERIES)) + headers() + new String(body, ISO_8859_1);
  }

  private String manifest() {
    String body = new String(changed().getBytes(UTF_8), ISO_8859_1);
    String reference = random.nextBoolean() ? "v" + random.nextInt(5) : pick(PARTS);
    String type = random.nextInt(3) == 0 ? Images.INDEX : Images.MANIFEST;
    return head("PUT", "/v2/" + REPOSITORY + "/manifests/" + reference)
        + "Content-Type: "
        + type
        + "\r\nContent-Length: "
        + body.length()
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }

  /** A manifest with a member that has another value, is there twice, or is cut off. */
  private String changed() {
    String manifest = new String(Images.manifest(CONFIG, CONFIG), UTF_8);
    String member = "\"" + pick(MEMBERS) + "\":";
    int at = manifest.indexOf(member);
    String text =
        at < 0 || random.nextInt(4) == 0
            ? manifest.replaceFirst("\\{", "{" + member + quoted(pick(VALUES)) + ",")
            : manifest.substring(0, at)
                + member
                + pick(VALUES)
                + ","
                + manifest.substring(at).replaceFirst(quoted(member), "\"was\":");
    return random.nextInt(8) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
  }

  private static String quoted(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private String head(String method, String target) {
    String right = Client.basic(StubGateway.USER, StubGateway.SECRET);
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: x\r\n"
        + (random.nextInt(10) > 0 ? "Authorization: " + right + "\r\n" : "");
  }

  private String headers() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(pick(HEADERS)).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
