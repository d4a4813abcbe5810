package io.fairlead.registry.lifecycle;

import io.fairlead.registry.names.Wildcard;
import java.time.Duration;
import java.util.List;

/**
 * A rule of a lifecycle policy.
 *
 * @param priority its place among the rules, the lowest first
 */
public record LifecycleRule(int priority, Tags tags, Limit limit) {

  /** Which images it is about, by their tags. */
  public sealed interface Tags {

    boolean match(List<String> tags);

    /** Those with tags that match, for each pattern one. */
    record Tagged(List<Wildcard> patterns) implements Tags {
      @Override
      public boolean match(List<String> tags) {
        return patterns.stream().allMatch(pattern -> tags.stream().anyMatch(pattern::matches));
      }
    }

    /** Those without a tag. */
    record Untagged() implements Tags {
      @Override
      public boolean match(List<String> tags) {
        return tags.isEmpty();
      }
    }

    /** All. */
    record Any() implements Tags {
      @Override
      public boolean match(List<String> tags) {
        return true;
      }
    }
  }

  /** Which of those go. */
  public sealed interface Limit {
    /** All but the youngest. */
    record Count(int kept) implements Limit {}

    /** Those that were pushed so long ago. */
    record SincePushed(Duration age) implements Limit {}

    /** Those that were pulled so long ago; never pulled, those that were pushed so long ago. */
    record SincePulled(Duration age) implements Limit {}
  }
}
