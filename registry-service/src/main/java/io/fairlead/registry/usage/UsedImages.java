package io.fairlead.registry.usage;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Images that are in use, by repository. Whatever registry a name begins with counts as this one,
 * which has many names: so too much may be held, and never too little.
 */
public final class UsedImages {
  private static final Pattern REGISTRY = Pattern.compile("[^/]*[.:][^/]*|localhost");
  private static final String LATEST = "latest";

  private final Map<String, Set<String>> byRepository = new HashMap<>();

  /**
   * Adds an image.
   *
   * @param name as a task definition has it
   * @param digest what it stood for when it was pulled
   */
  public void add(String name, Optional<String> digest) {
    int slash = name.indexOf('/');
    boolean registry = slash > 0 && REGISTRY.matcher(name.substring(0, slash)).matches();
    String rest = registry ? name.substring(slash + 1) : name;
    int at = rest.indexOf('@');
    String tagged = at < 0 ? rest : rest.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    String repository = colon < 0 ? tagged : tagged.substring(0, colon);
    Set<String> references = byRepository.computeIfAbsent(repository, _ -> new HashSet<>());
    if (at >= 0) {
      references.add(rest.substring(at + 1));
    }
    if (colon >= 0) {
      references.add(tagged.substring(colon + 1));
    } else if (at < 0) {
      references.add(LATEST);
    }
    digest.ifPresent(references::add);
  }

  /** Whether an image is used, by its digest or by one of its tags. */
  public boolean hold(String repository, String digest, Collection<String> tags) {
    Set<String> references = byRepository.getOrDefault(repository, Set.of());
    return references.contains(digest) || tags.stream().anyMatch(references::contains);
  }
}
