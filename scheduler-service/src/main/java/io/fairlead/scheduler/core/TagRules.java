package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What tags a resource may bear beyond what their shape says. Source: the tag restrictions of the
 * ECS developer guide.
 */
public final class TagRules {
  /** How many tags a resource may bear. */
  public static final int MOST = 50;

  private TagRules() {}

  /** What is wrong with tags that a caller gives; empty where nothing is. */
  public static Optional<String> complaint(List<Tag> tags) {
    if (tags.size() > MOST) {
      return Optional.of("tags: at most " + MOST + " are allowed.");
    }
    Set<String> seen = new HashSet<>();
    for (Tag tag : tags) {
      if (tag.getKey().isEmpty()) {
        return Optional.of("tags: key is missing.");
      }
      if (tag.getKey().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        return Optional.of(
            "tags: the key '" + tag.getKey() + "' begins with aws:, which is reserved.");
      }
      if (!seen.add(tag.getKey())) {
        return Optional.of("tags: the key '" + tag.getKey() + "' is used twice.");
      }
    }
    return Optional.empty();
  }
}
