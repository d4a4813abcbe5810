package io.fairlead.registry.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One HTTP request.
 *
 * @param path decoded
 * @param query decoded
 * @param headers by name in lower case; of a header that is given twice the first
 * @param secure whether it came over TLS
 * @param length bytes of the body; empty where the client does not say
 */
record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    boolean secure,
    OptionalLong length,
    InputStream body) {

  Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** All values of a parameter. */
  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether there is certainly no body. */
  boolean empty() {
    return length.isPresent() && length.getAsLong() == 0;
  }
}
