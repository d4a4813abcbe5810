package io.fairlead.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.sigv4.HttpCall;
import io.fairlead.gateway.sigv4.SdkSigner;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes over HTTP, the answer is the API's: never a 5xx, never a stack trace. */
final class BadInputIT {
  private static final int REQUESTS = 10_000;
  private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static StubScheduler scheduler;
  private static TestGateway gateway;
  private static HttpClient http;

  @BeforeAll
  static void start(@TempDir Path home) {
    scheduler = new StubScheduler(0);
    gateway = new TestGateway(home, List.of(scheduler.address()));
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    http.close();
    gateway.close();
    scheduler.close();
  }

  private static HttpCall signed(String operation, byte[] body) {
    AccessKey key = gateway.gateway().firstKey();
    return new SdkSigner(key.id(), key.secret(), "us-east-1", "ecs", Instant.now())
        .sign(gateway.endpoint(), operation, body);
  }

  private static HttpResponse<String> send(Map<String, List<String>> headers, byte[] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.endpoint().resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(
        (name, values) -> {
          if (!SET_BY_THE_CLIENT.contains(name)) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void tenThousandBadRequestsGetTheApisOwnErrors() throws Exception {
    Map<String, Integer> seen = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      var answers =
          IntStream.range(0, REQUESTS).mapToObj(seed -> threads.submit(() -> probe(seed))).toList();
      for (var answer : answers) {
        seen.merge(answer.get(), 1, Integer::sum);
      }
    }
    assertThat(seen)
        .containsKeys(
            "IncompleteSignatureException",
            "InvalidParameterException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "SerializationException",
            "UnknownOperationException",
            "UnrecognizedClientException");
  }

  /** The error's type, or "OK" where the request happens to be a good one. */
  private static String probe(int seed) throws Exception {
    BadInput input = new BadInput(seed);
    byte[] body = input.body();
    Map<String, List<String>> headers = input.headers(signed(input.operation(), body).headers());
    HttpResponse<String> answer = send(headers, body);
    assertThat(answer.statusCode()).as("seed %d: %s", seed, answer.body()).isBetween(200, 499);
    assertThat(answer.headers().firstValue("x-amzn-requestid")).as("seed %d", seed).isPresent();
    assertThat(answer.body())
        .as("seed %d", seed)
        .doesNotContain("Exception:", "\tat ", "io.fairlead");
    if (answer.body().startsWith("<ErrorResponse>")) {
      return "query";
    }
    JsonNode json = JSON.readTree(answer.body());
    if (answer.statusCode() == 200) {
      return "OK";
    }
    assertThat(json.get("message").asText()).as("seed %d", seed).isNotEmpty();
    return json.get("__type").asText();
  }

  @ParameterizedTest
  @ValueSource(ints = {(6 << 20) + 1, 9 << 20, 11 << 20, 40 << 20})
  void refusesBodiesAboveTheLimit(int size) throws Exception {
    byte[] body = new byte[size];
    HttpResponse<String> answer = send(signed("RunTask", new byte[0]).headers(), body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(JSON.readTree(answer.body()).get("__type").asText())
        .isEqualTo("RequestEntityTooLargeException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"family\":\"w\",\"containerDefinitions\":[{\"name\":\"w\",\"ulimits\":null}]} | containerDefinitions[0].ulimits",
        "{\"family\":\"w\",\"containerDefinitions\":[{\"name\":\"w\",\"artifacts\":[]}]} | containerDefinitions[0].artifacts",
        "{\"family\":\"w\",\"status\":\"ACTIVE\"}                                        | status",
        "{\"family\":\"w\",\"revision\":1}                                               | revision",
        "{\"family\":\"w\",\"networkMode\":\"nat\"}                                      | networkMode",
      })
  void namesTheMemberOfADefinitionThatDoesNotFit(String json, String member) throws Exception {
    byte[] body = json.getBytes(UTF_8);
    HttpResponse<String> answer = send(signed("RegisterTaskDefinition", body).headers(), body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("message").asText()).contains(member);
  }

  @Test
  void formsAreAnsweredInTheProtocolOfTheirs() throws Exception {
    byte[] body = "Action=GetCallerIdentity&Version=2011-06-15".getBytes(UTF_8);
    HttpResponse<String> answer =
        send(Map.of("content-type", List.of("application/x-www-form-urlencoded")), body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidAction</Code>");
  }

  @Test
  void otherServicesOfAwsAreNotThere() throws Exception {
    HttpResponse<String> answer =
        send(
            Map.of("x-amz-target", List.of("Route53AutoNaming_v20170314.CreateService")),
            new byte[0]);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("message").asText())
        .contains("Route53AutoNaming_v20170314.CreateService");
  }
}
