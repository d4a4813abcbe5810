package io.fairlead.registry.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads from other registries, as whoever has no name there: what they want a token for, they give
 * out a token for. The blocking client of the JDK is used because it bounds each read.
 */
final class UpstreamRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 60_000;
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_TOKENS = 1_000;
  private static final int LARGEST_TOKEN = 1 << 20;

  private final Map<String, String> tokens =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_TOKENS;
        }
      };

  /** What was asked for. */
  record Fetched(String mediaType, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Gets something of a repository; empty where it is not there.
   *
   * @param path below the repository
   * @throws IOException if the registry does not answer or refuses; the message says which
   */
  Optional<Fetched> get(UpstreamUrl registry, RepositoryName name, String path, String accept)
      throws IOException {
    try {
      return ask(registry, name, path, accept);
    } catch (IllegalArgumentException e) {
      // Without its message, which may have the token in it.
      throw new IOException(registry.uri() + " gives an address or a token that is none");
    }
  }

  private Optional<Fetched> ask(
      UpstreamUrl registry, RepositoryName name, String path, String accept) throws IOException {
    URI address = registry.uri().resolve("/v2/" + name + "/" + path);
    String scope = "repository:" + name + ":pull";
    String key = registry.uri() + " " + scope;
    HttpURLConnection answer = follow(registry, address, accept, token(key));
    if (answer.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      keep(key, fresh(registry, answer, scope));
      answer = follow(registry, address, accept, token(key));
    }
    int status = answer.getResponseCode();
    if (status == HttpURLConnection.HTTP_NOT_FOUND) {
      answer.disconnect();
      return Optional.empty();
    }
    if (status != HttpURLConnection.HTTP_OK) {
      answer.disconnect();
      throw new IOException(registry.uri() + " answers " + status + " to a pull of " + name);
    }
    String type = answer.getContentType();
    return Optional.of(new Fetched(type == null ? "" : type, answer.getInputStream()));
  }

  /** Whether there is a registry; empty where it is, and otherwise what is wrong. */
  Optional<String> complaint(UpstreamUrl registry) {
    try {
      HttpURLConnection answer = open(registry.uri().resolve("/v2/"), "*/*", Optional.empty());
      int status = answer.getResponseCode();
      answer.disconnect();
      boolean there =
          status == HttpURLConnection.HTTP_OK
              || status == HttpURLConnection.HTTP_UNAUTHORIZED
                  && Challenge.read(challenge(answer), registry).isPresent();
      return there ? Optional.empty() : Optional.of("/v2/ answers " + status);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private String fresh(UpstreamUrl registry, HttpURLConnection refusal, String scope)
      throws IOException {
    refusal.disconnect();
    Challenge challenge =
        Challenge.read(challenge(refusal), registry)
            .orElseThrow(() -> new IOException(registry.uri() + " gives no tokens to anybody"));
    HttpURLConnection answer =
        follow(registry, challenge.address(scope), "application/json", Optional.empty());
    if (answer.getResponseCode() != HttpURLConnection.HTTP_OK) {
      answer.disconnect();
      throw new IOException(
          "%s answers %d to whoever has no name: %s"
              .formatted(challenge.realm().getAuthority(), answer.getResponseCode(), scope));
    }
    try (InputStream body = answer.getInputStream()) {
      JsonNode given = JSON.readTree(body.readNBytes(LARGEST_TOKEN));
      return given.path("token").asText(given.path("access_token").asText());
    }
  }

  private static String challenge(HttpURLConnection answer) {
    String header = answer.getHeaderField("WWW-Authenticate");
    return header == null ? "" : header;
  }

  /** What a registry sends to elsewhere is asked for there without the token. */
  private static HttpURLConnection follow(
      UpstreamUrl registry, URI address, String accept, Optional<String> token) throws IOException {
    URI at = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpURLConnection answer =
          open(at, accept, UpstreamUrl.isSame(at, address) ? token : Optional.empty());
      String location = answer.getHeaderField("Location");
      if (answer.getResponseCode() / 100 != 3 || location == null) {
        return answer;
      }
      answer.disconnect();
      URI next = at.resolve(location);
      if (!registry.maySendTo(next)) {
        throw new IOException(
            at.getAuthority()
                + " sends to "
                + next.getAuthority()
                + ", in the clear or to this machine");
      }
      at = next;
    }
    throw new IOException(address.getAuthority() + " sends on and on");
  }

  private static HttpURLConnection open(URI address, String accept, Optional<String> token)
      throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException(address + " is no address of HTTP");
    }
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", accept);
    token.ifPresent(it -> connection.setRequestProperty("Authorization", "Bearer " + it));
    return connection;
  }

  private synchronized Optional<String> token(String key) {
    return Optional.ofNullable(tokens.get(key));
  }

  private synchronized void keep(String key, String token) {
    tokens.put(key, token);
  }
}
