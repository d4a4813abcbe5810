package io.fairlead.bench.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Speaks to a registry as Docker's engine does: a token for each image, five layers at a time up
 * and three at a time down; each layer is asked for, begun, sent in one PATCH and finished.
 */
final class Client implements AutoCloseable {
  private static final int UPLOADS = 5;
  private static final int DOWNLOADS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Subject subject;

  Client(Subject subject) {
    this.subject = subject;
  }

  void push(Image image) throws IOException {
    String token = token(image.repository(), "pull,push");
    List<Callable<Void>> layers = new ArrayList<>();
    for (Layer layer : image.layers()) {
      layers.add(
          () -> {
            BodyPublisher body =
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofInputStream(layer::bytes), layer.size());
            upload(image.repository(), token, layer.digest(), body);
            return null;
          });
    }
    together(layers, UPLOADS);
    Digest config = Digest.of(Algorithm.SHA256, image.config());
    upload(image.repository(), token, config, BodyPublishers.ofByteArray(image.config()));
    HttpRequest.Builder put =
        request(manifest(image), token)
            .header("Content-Type", Image.MANIFEST)
            .PUT(BodyPublishers.ofByteArray(image.manifest()));
    expect(201, send(put, BodyHandlers.discarding()));
  }

  private void upload(String repository, String token, Digest digest, BodyPublisher body)
      throws IOException {
    String blobs = "/v2/" + repository + "/blobs/";
    expect(404, send(request(blobs + digest, token).HEAD(), BodyHandlers.discarding()));
    HttpResponse<Void> begun =
        send(
            request(blobs + "uploads/", token).POST(BodyPublishers.noBody()),
            BodyHandlers.discarding());
    expect(202, begun);
    HttpResponse<Void> sent =
        send(
            request(location(begun), token)
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", body),
            BodyHandlers.discarding());
    expect(202, sent);
    String last = location(sent);
    String end = last + (last.indexOf('?') < 0 ? "?" : "&") + "digest=" + digest;
    expect(201, send(request(end, token).PUT(BodyPublishers.noBody()), BodyHandlers.discarding()));
  }

  private static String location(HttpResponse<?> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  void pull(Image image) throws IOException {
    String token = token(image.repository(), "pull");
    HttpResponse<byte[]> manifest =
        send(
            request(manifest(image), token).header("Accept", Image.MANIFEST).GET(),
            BodyHandlers.ofByteArray());
    expect(200, manifest);
    if (!java.util.Arrays.equals(manifest.body(), image.manifest())) {
      throw new IOException(subject.name() + " gives another manifest than was pushed");
    }
    download(
        image.repository(),
        token,
        Digest.of(Algorithm.SHA256, image.config()),
        image.config().length);
    List<Callable<Void>> layers = new ArrayList<>();
    for (Layer layer : image.layers()) {
      layers.add(
          () -> {
            download(image.repository(), token, layer.digest(), layer.size());
            return null;
          });
    }
    together(layers, DOWNLOADS);
  }

  private void download(String repository, String token, Digest digest, long size)
      throws IOException {
    HttpResponse<InputStream> answer =
        send(
            request("/v2/" + repository + "/blobs/" + digest, token).GET(),
            BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      expect(200, answer);
      byte[] buffer = new byte[64 << 10];
      long got = 0;
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        got += count;
      }
      if (got != size) {
        throw new IOException(subject.name() + " gives " + got + " bytes of " + size);
      }
    }
  }

  /** Asks so many times for the manifest's head, by tag, from so many threads. */
  void heads(Image image, int requests, int threads) throws IOException {
    String token = token(image.repository(), "pull");
    List<Callable<Void>> lines = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      lines.add(
          () -> {
            for (int j = 0; j < requests / threads; j++) {
              HttpRequest.Builder head =
                  request(manifest(image), token).header("Accept", Image.MANIFEST).HEAD();
              expect(200, send(head, BodyHandlers.discarding()));
            }
            return null;
          });
    }
    together(lines, threads);
  }

  private static String manifest(Image image) {
    return "/v2/" + image.repository() + "/manifests/latest";
  }

  /** Empty where the registry lets everybody in. */
  private String token(String repository, String actions) throws IOException {
    if (subject.password().isEmpty()) {
      return "";
    }
    String user =
        Base64.getEncoder().encodeToString(("AWS:" + subject.password().get()).getBytes(UTF_8));
    String path = "/token?service=bench&scope=repository:" + repository + ":" + actions;
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(subject.uri().resolve(path))
                .header("Authorization", "Basic " + user),
            BodyHandlers.ofByteArray());
    expect(200, answer);
    return JSON.readTree(answer.body()).path("token").asText();
  }

  private HttpRequest.Builder request(String path, String token) {
    URI uri = subject.uri().resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void expect(int status, HttpResponse<?> answer) throws IOException {
    if (answer.statusCode() != status) {
      throw new IOException(
          "%s answers %s with %d, not %d"
              .formatted(subject.name(), answer.request(), answer.statusCode(), status));
    }
  }

  private static void together(List<Callable<Void>> work, int most) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(most)) {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
