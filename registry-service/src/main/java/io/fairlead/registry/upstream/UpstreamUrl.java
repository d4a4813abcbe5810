package io.fairlead.registry.upstream;

import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where an upstream registry is.
 *
 * @param uri scheme, host and port
 */
public record UpstreamUrl(URI uri) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?");
  private static final String TLS = "https://";
  private static final String PLAIN = "http://";

  /** What reading an address comes to. */
  public sealed interface Reading {
    /** It is one. */
    record Read(UpstreamUrl url) implements Reading {}

    /** It is none, and why. */
    record Wrong(String why) implements Reading {}
  }

  /** Reads {@code HOST[:PORT]}, with or without a scheme. Plain HTTP is for loopback only. */
  public static Reading read(String text) {
    boolean plain = text.startsWith(PLAIN);
    String host = plain || text.startsWith(TLS) ? text.substring(text.indexOf("//") + 2) : text;
    if (!HOST.matcher(host).matches()) {
      return new Reading.Wrong("'" + text + "' is not of the form HOST[:PORT]");
    }
    URI uri = URI.create((plain ? PLAIN : TLS) + host);
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      return new Reading.Wrong("'" + text + "' is not of the form HOST[:PORT]");
    }
    if (plain && !isLoopback(uri.getHost())) {
      return new Reading.Wrong(
          "'" + text + "': beyond loopback an upstream is asked by https only");
    }
    return new Reading.Read(new UpstreamUrl(uri));
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  /**
   * Whether this registry may send whoever asks it to another address: by https, and to this
   * machine only where it is there itself. What only this machine can reach is nobody else's to
   * name.
   */
  boolean maySendTo(URI address) {
    if (isSame(uri, address)) {
      return true;
    }
    boolean plain = "http".equals(address.getScheme());
    if (!plain && !"https".equals(address.getScheme())) {
      return false;
    }
    boolean here = isLoopback(uri.getHost());
    try {
      List<InetAddress> all = List.of(InetAddress.getAllByName(address.toURL().getHost()));
      return all.stream()
          .allMatch(
              it ->
                  it.isLoopbackAddress()
                      ? here
                      : !plain && !it.isLinkLocalAddress() && !it.isAnyLocalAddress());
    } catch (UnknownHostException knownToAProxyPerhaps) {
      return !plain;
    } catch (MalformedURLException | IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Whether two addresses are of one server, asked in one way. */
  static boolean isSame(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && Objects.equals(one.getAuthority(), other.getAuthority());
  }
}
