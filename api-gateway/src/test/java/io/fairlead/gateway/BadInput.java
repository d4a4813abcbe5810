package io.fairlead.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes bad requests out of good ones; the same seed makes the same request. */
final class BadInput {
  private static final List<String> OPERATIONS =
      List.of(
          "RunTask",
          "RegisterTaskDefinition",
          "CreateService",
          "DescribeTasks",
          "ListClusters",
          "TagResource",
          "Nonsense",
          "",
          "runTask");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "1.5",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "{\"a\":{\"b\":[null]}}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "NaN",
          "'x'",
          "[{}]",
          "[1,\"a\",null]",
          "\"" + "y".repeat(3000) + "\"",
          "[".repeat(300));
  private static final List<String> MEMBERS =
      List.of(
          "cluster",
          "count",
          "taskDefinition",
          "launchType",
          "tags",
          "overrides",
          "family",
          "containerDefinitions",
          "volumes",
          "networkConfiguration",
          "Cluster",
          "nonsense",
          "",
          "placementConstraints",
          "deploymentConfiguration",
          "resourceArn",
          "\\u0000",
          "__type");
  private static final List<String> HEADERS =
      List.of(
          "authorization",
          "x-amz-date",
          "x-amz-target",
          "content-type",
          "x-amz-security-token",
          "x-amz-content-sha256");

  private final Random random;

  BadInput(long seed) {
    this.random = new Random(seed);
  }

  String operation() {
    return pick(OPERATIONS);
  }

  /** Mostly no JSON, or JSON of the wrong shape. */
  byte[] body() {
    StringBuilder json = new StringBuilder("{");
    for (int i = random.nextInt(4); i >= 0; i--) {
      json.append('"').append(pick(MEMBERS)).append("\":").append(pick(VALUES));
      json.append(i > 0 ? "," : "}");
    }
    byte[] bytes = json.toString().getBytes(UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flipped(bytes);
      case 2 -> noise();
      default -> bytes;
    };
  }

  private byte[] flipped(byte[] bytes) {
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return noise;
  }

  /**
   * Leaves the headers of half of the requests as they were signed, and spoils one of the others.
   */
  Map<String, List<String>> headers(Map<String, List<String>> signed) {
    Map<String, List<String>> headers = new TreeMap<>(signed);
    if (random.nextBoolean()) {
      return headers;
    }
    String name = pick(HEADERS);
    String value = String.join(",", headers.getOrDefault(name, List.of("x")));
    switch (random.nextInt(5)) {
      case 0 -> headers.remove(name);
      case 1 -> headers.put(name, List.of(value.substring(0, random.nextInt(value.length() + 1))));
      case 2 -> headers.put(name, List.of(scrambled(value)));
      case 3 -> headers.put("authorization", List.of(stranger(signed)));
      default -> headers.put(name, List.of("AWS4-HMAC-SHA256 " + pick(VALUES)));
    }
    return headers;
  }

  private static String stranger(Map<String, List<String>> signed) {
    return signed.get("authorization").getFirst().replace("AKIA", "AKIB");
  }

  private String scrambled(String value) {
    List<Character> letters = new ArrayList<>();
    for (char letter : value.toCharArray()) {
      letters.add(random.nextInt(10) == 0 ? (char) ('!' + random.nextInt(90)) : letter);
    }
    StringBuilder text = new StringBuilder();
    letters.forEach(text::append);
    return text.toString();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
