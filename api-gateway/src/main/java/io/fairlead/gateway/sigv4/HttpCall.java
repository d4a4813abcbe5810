package io.fairlead.gateway.sigv4;

import java.util.List;
import java.util.Map;

/**
 * An HTTP request as it came over the wire.
 *
 * @param path encoded as the client sent it
 * @param query without the question mark; empty where there is none
 * @param headers by lower-case name
 */
public record HttpCall(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

  /** All values of a header, joined by commas; empty where it is absent. */
  public String header(String name) {
    return String.join(",", headers.getOrDefault(name, List.of()));
  }
}
