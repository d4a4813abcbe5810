package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;

/** What the tests of conformance look at again and again, in one repository. */
record Checks(Client client, String base) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Begins an upload; where it goes on. */
  String begin() throws IOException {
    var answer = client.send("POST", base + "/blobs/uploads/");
    assertThat(answer.statusCode()).isEqualTo(202);
    return header(answer, "Location");
  }

  void blob(String path, byte[] content) throws IOException {
    var get = client.send("GET", path);
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(content);
    var head = client.send("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("" + content.length);
  }

  /** Deletes it, and at once it is not there. */
  void goes(String path) throws IOException {
    status(202, "DELETE", path);
    status(404, "HEAD", path);
  }

  void status(int status, String method, String path) throws IOException {
    assertThat(client.send(method, path).statusCode()).as(method + " " + path).isEqualTo(status);
  }

  static Digest digest(String text) {
    return Images.digest(text.getBytes(UTF_8));
  }

  static JsonNode tree(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
