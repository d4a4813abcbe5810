package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tags that a new task gets. */
final class TaskTags {
  private TaskTags() {}

  /** Tags of the source, overridden key by key by those that the caller gave. */
  static List<Tag> merged(List<Tag> source, List<Tag> own) {
    Map<String, Tag> byKey = new LinkedHashMap<>();
    source.forEach(tag -> byKey.put(tag.getKey(), tag));
    own.forEach(tag -> byKey.put(tag.getKey(), tag));
    return List.copyOf(byKey.values());
  }

  /**
   * The tags that ECS itself manages: which cluster and, where one owns the task, which service.
   */
  static List<Tag> managed(String cluster, Optional<String> service) {
    List<Tag> tags = new ArrayList<>();
    tags.add(tag("aws:ecs:clusterName", cluster));
    service.ifPresent(name -> tags.add(tag("aws:ecs:serviceName", name)));
    return tags;
  }

  private static Tag tag(String key, String value) {
    return Tag.newBuilder().setKey(key).setValue(value).build();
  }
}
