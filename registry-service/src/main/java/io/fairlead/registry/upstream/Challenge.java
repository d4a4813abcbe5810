package io.fairlead.registry.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a registry says that a token is to be had ("Token Authentication Specification").
 *
 * @param realm address of the service that gives it out
 * @param service the registry's own name there; empty where it has none
 */
record Challenge(URI realm, String service) {
  private static final Pattern BEARER = Pattern.compile("(?i)\\s*bearer\\s+(.*)");
  private static final Pattern MEMBER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  /**
   * Reads a {@code WWW-Authenticate} header; empty where it asks for no token, or for one from
   * where the registry may not send.
   */
  static Optional<Challenge> read(String header, UpstreamUrl registry) {
    Matcher bearer = BEARER.matcher(header);
    if (!bearer.matches()) {
      return Optional.empty();
    }
    Map<String, String> members = new HashMap<>();
    Matcher member = MEMBER.matcher(bearer.group(1));
    while (member.find()) {
      members.put(member.group(1), member.group(2));
    }
    try {
      URI realm = URI.create(members.getOrDefault("realm", ""));
      return registry.maySendTo(realm)
          ? Optional.of(new Challenge(realm, members.getOrDefault("service", "")))
          : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /** The address of a token for a scope. */
  URI address(String scope) {
    String query = realm.getRawQuery() == null ? "?" : "&";
    return URI.create(
        realm
            + query
            + (service.isEmpty() ? "" : "service=" + URLEncoder.encode(service, UTF_8) + "&")
            + "scope="
            + URLEncoder.encode(scope, UTF_8));
  }
}
