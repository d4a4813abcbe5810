package io.fairlead.registry.lifecycle;

import io.fairlead.registry.lifecycle.LifecycleRule.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the images that a lifecycle policy takes away, as Amazon ECR does ("Lifecycle policy
 * evaluation rules"): each goes by one rule or none. A rule sees all images with its tags, those
 * that another rule takes as well, but takes none that a rule before it has seen. What is part of
 * an image index stays until the index is gone; what belongs to an image goes with it.
 */
public final class LifecycleEvaluator {
  private static final Comparator<ImageRecord> YOUNGEST_FIRST =
      Comparator.comparing(ImageRecord::pushedAt).reversed().thenComparing(ImageRecord::digest);

  private LifecycleEvaluator() {}

  /**
   * What goes.
   *
   * @param images all of one repository
   * @return the oldest first, and after it what goes with it
   */
  public static List<Expiry> expired(
      LifecyclePolicy policy, Collection<ImageRecord> images, Instant now) {
    Set<String> there = images.stream().map(ImageRecord::digest).collect(Collectors.toSet());
    Set<String> parts =
        images.stream().flatMap(it -> it.parts().stream()).collect(Collectors.toSet());
    Map<String, List<ImageRecord>> belonging =
        images.stream()
            .filter(image -> belongs(image, there))
            .collect(Collectors.groupingBy(image -> image.subject().orElseThrow()));
    List<ImageRecord> own =
        images.stream().filter(image -> !belongs(image, there)).sorted(YOUNGEST_FIRST).toList();
    Map<ImageRecord, Integer> taken = taken(policy, own, now);
    List<Expiry> expired = new ArrayList<>();
    for (ImageRecord image : own.reversed()) {
      Integer priority = taken.get(image);
      if (priority != null && !parts.contains(image.digest())) {
        add(expired, image, priority, belonging, new HashSet<>());
      }
    }
    return expired;
  }

  private static boolean belongs(ImageRecord image, Set<String> there) {
    return image.subject().filter(there::contains).isPresent();
  }

  /** By which rule each goes, if nothing holds it. */
  private static Map<ImageRecord, Integer> taken(
      LifecyclePolicy policy, List<ImageRecord> youngestFirst, Instant now) {
    Set<ImageRecord> seen = new HashSet<>();
    Map<ImageRecord, Integer> taken = new HashMap<>();
    for (LifecycleRule rule : policy.rules()) {
      List<ImageRecord> matching =
          youngestFirst.stream().filter(image -> rule.tags().match(image.tags())).toList();
      beyond(rule.limit(), matching, now).stream()
          .filter(image -> !seen.contains(image))
          .forEach(image -> taken.put(image, rule.priority()));
      seen.addAll(matching);
    }
    return taken;
  }

  private static List<ImageRecord> beyond(Limit limit, List<ImageRecord> images, Instant now) {
    return switch (limit) {
      case Limit.Count(int kept) -> images.stream().skip(kept).toList();
      case Limit.SincePushed(Duration age) ->
          images.stream().filter(image -> image.pushedAt().plus(age).isBefore(now)).toList();
      case Limit.SincePulled(Duration age) ->
          images.stream()
              .filter(image -> image.pulledAt().orElse(image.pushedAt()).plus(age).isBefore(now))
              .toList();
    };
  }

  private static void add(
      List<Expiry> expired,
      ImageRecord image,
      int priority,
      Map<String, List<ImageRecord>> belonging,
      Set<String> added) {
    if (added.add(image.digest())) {
      expired.add(new Expiry(image, priority));
      belonging
          .getOrDefault(image.digest(), List.of())
          .forEach(it -> add(expired, it, priority, belonging, added));
    }
  }
}
