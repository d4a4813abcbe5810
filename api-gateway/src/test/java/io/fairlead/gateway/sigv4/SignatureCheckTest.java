package io.fairlead.gateway.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.Identity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureCheckTest {
  private static final Identity USER = new Identity.User("arn:aws:iam::000000000000:user/admin");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static SignatureCheck check(Instant now) {
    return new SignatureCheck(
        id ->
            id.equals("AKIDEXAMPLE")
                ? Optional.of(new AccessKey(id, SECRET, USER))
                : Optional.empty(),
        "us-east-1",
        InstantSource.fixed(now));
  }

  private static HttpCall signed() {
    return new SdkSigner("AKIDEXAMPLE", SECRET, "us-east-1", "ecs", NOW)
        .sign(
            URI.create("http://127.0.0.1:7080/"),
            "RunTask",
            "{\"taskDefinition\":\"web\"}".getBytes(UTF_8));
  }

  /** The vectors that AWS publishes for signers. */
  @ParameterizedTest
  @CsvSource({
    "GET, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET, Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  })
  void acceptsThePublishedVectors(String method, String query, String signature) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature="
            + signature;
    HttpCall call =
        new HttpCall(
            method,
            "/",
            query,
            Map.of(
                "host", List.of("example.amazonaws.com"),
                "x-amz-date", List.of("20150830T123600Z"),
                "authorization", List.of(authorization)),
            new byte[0]);

    assertThat(check(Instant.parse("2015-08-30T12:36:00Z")).check(call, "service"))
        .isEqualTo(new Verdict.Accepted(USER));
  }

  @Test
  void acceptsWhatTheSdkSigns() {
    assertThat(check(NOW).check(signed(), "ecs")).isEqualTo(new Verdict.Accepted(USER));
  }

  @ParameterizedTest
  @ValueSource(longs = {-299, 299})
  void toleratesClocksThatAreAlmostRight(long seconds) {
    assertThat(check(NOW.plusSeconds(seconds)).check(signed(), "ecs"))
        .isInstanceOf(Verdict.Accepted.class);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("MissingAuthenticationTokenException", call -> header(call, "authorization", null)),
        refusal(
            "IncompleteSignatureException", call -> header(call, "authorization", "Basic eDp5")),
        refusal(
            "IncompleteSignatureException", call -> edit(call, "/aws4_request", "/aws3_request")),
        refusal("IncompleteSignatureException", call -> edit(call, "Signature=", "Sig=")),
        refusal("IncompleteSignatureException", call -> edit(call, "host;", "")),
        refusal("IncompleteSignatureException", call -> edit(call, ";x-amz-target", "")),
        refusal("IncompleteSignatureException", call -> header(call, "x-amz-extra", "1")),
        refusal("IncompleteSignatureException", call -> header(call, "content-type", null)),
        refusal("IncompleteSignatureException", call -> header(call, "x-amz-date", "today")),
        refusal("InvalidSignatureException", call -> edit(call, "us-east-1", "us-west-2")),
        refusal("InvalidSignatureException", call -> edit(call, "/ecs/", "/ecr/")),
        refusal("InvalidSignatureException", call -> edit(call, "20261123", "20261122")),
        refusal(
            "InvalidSignatureException", call -> header(call, "x-amz-date", "20261123T120001Z")),
        refusal("InvalidSignatureException", call -> header(call, "host", "127.0.0.1:7081")),
        refusal(
            "InvalidSignatureException",
            call -> header(call, "x-amz-target", SdkSigner.TARGET + "StopTask")),
        refusal("InvalidSignatureException", call -> edit(call, "Signature=", "Signature=0")),
        refusal("InvalidSignatureException", SignatureCheckTest::otherBody),
        refusal("UnrecognizedClientException", call -> edit(call, "AKIDEXAMPLE", "AKIDEXAMPLF")));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String type, Function<HttpCall, HttpCall> change) {
    assertThat(check(NOW).check(change.apply(signed()), "ecs"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            verdict -> {
              assertThat(verdict.error().type()).isEqualTo(type);
              assertThat(verdict.error().status()).isEqualTo(400);
            });
  }

  @ParameterizedTest
  @CsvSource({"301, Signature expired", "-301, Signature not yet current"})
  void refusesOldAndFutureRequests(long seconds, String message) {
    assertThat(check(NOW.plus(Duration.ofSeconds(seconds))).check(signed(), "ecs"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            verdict -> assertThat(verdict.error().message()).startsWith(message));
  }

  @Test
  void refusesSessionTokens() {
    HttpCall call =
        edit(
            header(signed(), "x-amz-security-token", "t"),
            "x-amz-target",
            "x-amz-target;x-amz-security-token");

    assertThat(check(NOW).check(call, "ecs"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            verdict -> assertThat(verdict.error().type()).isEqualTo("UnrecognizedClientException"));
  }

  private static Arguments refusal(String type, Function<HttpCall, HttpCall> change) {
    return Arguments.of(type, change);
  }

  private static HttpCall header(HttpCall call, String name, String value) {
    Map<String, List<String>> headers = new TreeMap<>(call.headers());
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, List.of(value));
    }
    return new HttpCall(call.method(), call.path(), call.query(), headers, call.body());
  }

  private static HttpCall edit(HttpCall call, String part, String replacement) {
    List<String> edited = new ArrayList<>();
    for (String value : call.headers().get("authorization")) {
      assertThat(value).contains(part);
      edited.add(value.replace(part, replacement));
    }
    return header(call, "authorization", edited.getFirst());
  }

  private static HttpCall otherBody(HttpCall call) {
    return new HttpCall(
        call.method(), call.path(), call.query(), call.headers(), "{}".getBytes(UTF_8));
  }
}
