package io.fairlead.agent.config;

import java.util.Optional;

/**
 * Where something listens.
 *
 * @param port 0 where the system is to choose one
 */
public record HostPort(String host, int port) {

  /**
   * Reads {@code host:port}, also behind a scheme such as {@code http://}; empty where the text is
   * none.
   */
  public static Optional<HostPort> parse(String text) {
    String address = text.replaceFirst("^[a-z]+://", "").replaceFirst("/$", "");
    int colon = address.lastIndexOf(':');
    if (colon <= 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    return port > 65535
        ? Optional.empty()
        : Optional.of(new HostPort(address.substring(0, colon), port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
