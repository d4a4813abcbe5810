package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An object store in memory that takes signed requests only, gives short pages, and fails at the
 * call that a test names: before it does what is asked, or after.
 */
final class FakeS3 implements AutoCloseable {
  static final String BUCKET = "images";
  static final String ID = "AKIAFAKE";
  static final String SECRET = "secret-of-the-fake";
  private static final int PAGE = 3;

  /** When a call fails. */
  enum Failing {
    BEFORE,
    AFTER
  }

  final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
  private volatile Failing failing = Failing.BEFORE;
  private final SignatureV4 signature = new SignatureV4(ID, SECRET);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FakeS3() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A client that tries a call again so many times; 0 to see each failure. */
  S3Client client(int retries) {
    return S3Access.client(address(), "us-east-1", signature.credentials(), retries);
  }

  /** Has the {@code number}th call from now fail, 1 for the next. */
  void fail(int number, Failing when) {
    failing = when;
    untilFailure.set(number);
  }

  /** Whether the failing call has come. */
  boolean failed() {
    return untilFailure.get() <= 0;
  }

  void heal() {
    untilFailure.set(Integer.MAX_VALUE);
  }

  private void handle(HttpExchange call) throws IOException {
    try (call) {
      byte[] body = call.getRequestBody().readAllBytes();
      if (!signature.isOn(call, body)) {
        answer(call, 403, error("SignatureDoesNotMatch"));
        return;
      }
      boolean fails = untilFailure.getAndDecrement() == 1;
      if (fails && failing == Failing.BEFORE) {
        answer(call, 500, error("InternalError"));
        return;
      }
      Answer answer = answer(call, body);
      if (fails) {
        answer(call, 500, error("InternalError"));
      } else {
        answer(call, answer.status(), answer.body());
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(int status, byte[] body) {}

  private Answer answer(HttpExchange call, byte[] body) {
    String key = call.getRequestURI().getPath().substring(("/" + BUCKET).length());
    if (key.isEmpty() || key.equals("/")) {
      return new Answer(200, list(call.getRequestURI().getRawQuery()));
    }
    String name = key.substring(1);
    return switch (call.getRequestMethod()) {
      case "PUT" -> put(name, body, call.getRequestHeaders().containsKey("If-none-match"));
      case "GET" -> {
        byte[] content = objects.get(name);
        yield content == null ? new Answer(404, error("NoSuchKey")) : new Answer(200, content);
      }
      case "DELETE" -> {
        objects.remove(name);
        yield new Answer(204, new byte[0]);
      }
      default -> new Answer(405, error("MethodNotAllowed"));
    };
  }

  private Answer put(String name, byte[] body, boolean onlyNew) {
    if (onlyNew && objects.putIfAbsent(name, body) != null) {
      return new Answer(412, error("PreconditionFailed"));
    }
    objects.put(name, body);
    return new Answer(200, new byte[0]);
  }

  private byte[] list(String query) {
    String prefix = SignatureV4.parameter(query, "prefix");
    String after = SignatureV4.parameter(query, "start-after");
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
            .limit(PAGE)
            .toList();
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    keys.forEach(key -> xml.append("<Contents><Key>").append(key).append("</Key></Contents>"));
    return xml.append("</ListBucketResult>").toString().getBytes(UTF_8);
  }

  private static byte[] error(String code) {
    return ("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
        .getBytes(UTF_8);
  }

  private static void answer(HttpExchange call, int status, byte[] body) throws IOException {
    call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      call.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
