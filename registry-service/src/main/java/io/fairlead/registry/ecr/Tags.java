package io.fairlead.registry.ecr;

import io.fairlead.proto.ecr.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What tags a repository may bear: 50 at most, none that begins with {@code aws:}. */
final class Tags {
  static final int MOST = 50;

  private Tags() {}

  /** What is wrong with tags that a caller gives; empty where nothing is. */
  static Optional<String> complaint(List<Tag> tags) {
    for (Tag tag : tags) {
      if (tag.getKey().isEmpty()) {
        return Optional.of("tags: Key is missing.");
      }
      if (tag.getKey().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        return Optional.of("tags: the key '" + tag.getKey() + "' begins with aws:, as none may.");
      }
    }
    return read(tags).size() < tags.size()
        ? Optional.of("tags: a key is used twice.")
        : Optional.empty();
  }

  static Map<String, String> read(List<Tag> tags) {
    Map<String, String> read = new LinkedHashMap<>();
    tags.forEach(tag -> read.put(tag.getKey(), tag.getValue()));
    return read;
  }
}
