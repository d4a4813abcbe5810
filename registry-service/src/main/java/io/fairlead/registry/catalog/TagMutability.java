package io.fairlead.registry.catalog;

import io.fairlead.registry.names.Wildcard;
import java.util.List;

/**
 * Whether tags of a repository may be moved to another image.
 *
 * @param setting as the ECR API writes it
 * @param exclusions patterns with {@code *} for any text; tags that match are an exception to the
 *     setting
 */
public record TagMutability(String setting, List<String> exclusions) {
  /** Tags may be moved: what a repository has that nobody has set otherwise. */
  public static final TagMutability MUTABLE = new TagMutability("MUTABLE", List.of());

  /** Whether the tag may be moved. */
  public boolean allows(String tag) {
    return setting.startsWith("MUTABLE") != excludes(tag);
  }

  private boolean excludes(String tag) {
    return exclusions.stream().anyMatch(pattern -> new Wildcard(pattern).matches(tag));
  }
}
