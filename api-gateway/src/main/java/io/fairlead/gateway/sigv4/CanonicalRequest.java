package io.fairlead.gateway.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The text that a request's signature is made from, as AWS defines it for all services but S3. */
final class CanonicalRequest {
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private CanonicalRequest() {}

  /** The canonical form with the given headers, which the client named in their order. */
  static String of(HttpCall call, List<String> signedHeaders, String bodyHash) {
    StringBuilder text = new StringBuilder(512);
    text.append(call.method()).append('\n');
    text.append(call.path().isEmpty() ? "/" : encode(call.path())).append('\n');
    text.append(query(call.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(values(call, name)).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(bodyHash).toString();
  }

  private static String values(HttpCall call, String name) {
    List<String> values = new ArrayList<>();
    for (String value : call.headers().getOrDefault(name, List.of())) {
      values.add(SPACES.matcher(value.strip()).replaceAll(" "));
    }
    return String.join(",", values);
  }

  /** The parameters, which are encoded already, in the order of their names and values. */
  private static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    List<String> parameters = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      parameters.add(parameter.contains("=") ? parameter : parameter + "=");
    }
    Collections.sort(parameters);
    return String.join("&", parameters);
  }

  private static String encode(String path) {
    StringBuilder encoded = new StringBuilder(path.length());
    for (byte b : path.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (unreserved(c) || c == '/') {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean unreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
