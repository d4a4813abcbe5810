package io.fairlead.registry.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a repository (OCI distribution-spec 1.1, "Pulling manifests"), of 255 characters at
 * most. It is never used as a path of a file.
 */
public record RepositoryName(String text) {
  /** Characters of the longest name. */
  public static final int LONGEST = 255;

  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern NAME = Pattern.compile(PART + "(?:/" + PART + ")*");

  /** Reads a name; empty where the text is none. */
  public static Optional<RepositoryName> parse(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches()
        ? Optional.of(new RepositoryName(text))
        : Optional.empty();
  }

  /** All beginnings of the name that end before a slash, the shortest first. */
  public List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    for (int slash = text.indexOf('/'); slash > 0; slash = text.indexOf('/', slash + 1)) {
      prefixes.add(text.substring(0, slash));
    }
    return prefixes;
  }

  @Override
  public String toString() {
    return text;
  }
}
