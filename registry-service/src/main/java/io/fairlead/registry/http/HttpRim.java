package io.fairlead.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the JDK's HTTP server and the API. */
final class HttpRim implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRim.class);

  private final DistributionApi api;
  private final RequestMeters meters;

  HttpRim(DistributionApi api, RequestMeters meters) {
    this.api = api;
    this.meters = meters;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    int status = 0;
    try (exchange) {
      Answer answer = answer(exchange);
      status = answer.status();
      send(exchange, answer);
    } catch (IOException e) {
      LOG.info("broke off {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
    } finally {
      meters.count(exchange.getRequestMethod(), status, System.nanoTime() - begun);
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      return api.answer(request(exchange));
    } catch (MalformedException e) {
      return Problem.UNSUPPORTED.answer(400, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.error("failed {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      return Problem.UNKNOWN.answer("the registry failed; its log says more");
    }
  }

  private static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }
  }

  private static Request request(HttpExchange exchange) throws MalformedException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String path = exchange.getRequestURI().getRawPath();
    return new Request(
        exchange.getRequestMethod(),
        path == null ? "" : decode(path.replace("+", "%2B")),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        exchange instanceof HttpsExchange,
        length(headers),
        exchange.getRequestBody());
  }

  private static OptionalLong length(Map<String, String> headers) throws MalformedException {
    if (headers.containsKey("transfer-encoding")) {
      return OptionalLong.empty();
    }
    String text = headers.getOrDefault("content-length", "0");
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new MalformedException("Content-Length is not a number");
    }
  }

  private static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String raw)
      throws MalformedException {
    Map<String, List<String>> query = new HashMap<>();
    if (raw == null) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
    }
    return query;
  }

  private static String decode(String text) throws MalformedException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the address is not well encoded");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Docker-Distribution-API-Version", "registry/2.0");
    headers.set("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(headers::set);
    long length = answer.body().length();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head && !headers.containsKey("Content-Length")) {
      headers.set("Content-Length", Long.toString(length));
    }
    boolean silent = head || length == 0;
    exchange.sendResponseHeaders(answer.status(), silent ? -1 : length);
    if (!silent) {
      try (OutputStream out = exchange.getResponseBody()) {
        write(answer.body(), out);
      }
    }
  }

  private static void write(Answer.Body body, OutputStream out) throws IOException {
    switch (body) {
      case Answer.Body.None _ -> {}
      case Answer.Body.Bytes(byte[] bytes) -> out.write(bytes);
      case Answer.Body.Stream(long _, Answer.Source source) -> source.writeTo(out);
    }
  }
}
