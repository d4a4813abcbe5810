package io.fairlead.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
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

/** Between HTTP as Netty has it and the API. */
final class HttpRim {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRim.class);

  private final DistributionApi api;
  private final RequestMeters meters;
  private final boolean secure;

  HttpRim(DistributionApi api, RequestMeters meters, boolean secure) {
    this.api = api;
    this.meters = meters;
    this.secure = secure;
  }

  /** Never fails: what goes wrong is an answer. */
  Answer answer(HttpRequest netty, InputStream body) {
    try {
      return api.answer(request(netty, body));
    } catch (MalformedException e) {
      return Problem.UNSUPPORTED.answer(400, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.error("failed {} {}", netty.method(), netty.uri(), e);
      return Problem.UNKNOWN.answer("the registry failed; its log says more");
    }
  }

  void count(String method, int status, long nanos) {
    meters.count(method, status, nanos);
  }

  private static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }
  }

  private Request request(HttpRequest netty, InputStream body) throws MalformedException {
    Map<String, String> headers = new HashMap<>();
    netty
        .headers()
        .forEach(it -> headers.putIfAbsent(it.getKey().toLowerCase(Locale.ROOT), it.getValue()));
    String uri = netty.uri();
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    return new Request(
        netty.method().name(),
        decode(path.replace("+", "%2B")),
        query(mark < 0 ? "" : uri.substring(mark + 1)),
        headers,
        secure,
        length(headers),
        body);
  }

  private static OptionalLong length(Map<String, String> headers) throws MalformedException {
    if (headers.containsKey("transfer-encoding")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(headers.getOrDefault("content-length", "0")));
    } catch (NumberFormatException e) {
      throw new MalformedException("Content-Length is not a number");
    }
  }

  private static Map<String, List<String>> query(String raw) throws MalformedException {
    Map<String, List<String>> query = new HashMap<>();
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

  /** All headers of an answer, with its length. */
  static void headers(Answer answer, HttpHeaders headers) {
    headers.set("Docker-Distribution-API-Version", "registry/2.0");
    headers.set("X-Content-Type-Options", "nosniff");
    if (answer.status() != 204) {
      headers.set("Content-Length", answer.body().length());
    }
    answer.headers().forEach(headers::set);
  }

  static void write(Answer.Body body, OutputStream out) throws IOException {
    switch (body) {
      case Answer.Body.None _ -> {}
      case Answer.Body.Bytes(byte[] bytes) -> out.write(bytes);
      case Answer.Body.Stream(long _, Answer.Source source) -> source.writeTo(out);
    }
  }
}
