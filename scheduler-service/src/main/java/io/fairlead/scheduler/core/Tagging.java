package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.ListTagsForResourceResponse;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.TagResourceRequest;
import io.fairlead.proto.ecs.TagResourceResponse;
import io.fairlead.proto.ecs.UntagResourceRequest;
import io.fairlead.proto.ecs.UntagResourceResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Tags on a cluster and on what lives in it: services, tasks and container instances. */
public record Tagging(Draft draft) {

  Decision.Reply tag(TagResourceRequest request) {
    Optional<String> complaint = TagRules.complaint(request.getTagsList());
    if (complaint.isPresent()) {
      return new Decision.Refused(Rejection.invalid(complaint.get()));
    }
    return change(
        request.getResourceArn(),
        tags -> merged(tags, request.getTagsList()),
        new Decision.Done(TagResourceResponse.getDefaultInstance()));
  }

  Decision.Reply untag(UntagResourceRequest request) {
    return change(
        request.getResourceArn(),
        tags -> without(tags, request.getTagKeysList()),
        new Decision.Done(UntagResourceResponse.getDefaultInstance()));
  }

  Decision.Reply list(String resourceArn) {
    return tags(resourceArn)
        .<Decision.Reply>map(
            tags ->
                new Decision.Done(
                    ListTagsForResourceResponse.newBuilder().addAllTags(tags).build()))
        .orElseGet(() -> notFound(resourceArn));
  }

  /** The tags after new ones came; a key that was there has its new value. */
  public static List<Tag> merged(List<Tag> tags, List<Tag> added) {
    Map<String, Tag> byKey = new LinkedHashMap<>();
    tags.forEach(tag -> byKey.put(tag.getKey(), tag));
    added.forEach(tag -> byKey.put(tag.getKey(), tag));
    return new ArrayList<>(byKey.values());
  }

  /** The tags without those of some keys. */
  public static List<Tag> without(List<Tag> tags, List<String> keys) {
    return tags.stream().filter(tag -> !keys.contains(tag.getKey())).toList();
  }

  private Optional<List<Tag>> tags(String resourceArn) {
    ClusterState state = draft.state();
    return switch (type(resourceArn)) {
      case "cluster" -> state.cluster().map(each -> each.getCluster().getTagsList());
      case "service" ->
          state.service(Arn.nameOf(resourceArn)).map(each -> each.getService().getTagsList());
      case "task" -> state.task(resourceArn).map(each -> each.getTask().getTagsList());
      case "container-instance" ->
          state.instance(resourceArn).map(each -> each.instance().getTagsList());
      default -> Optional.empty();
    };
  }

  private static String type(String resourceArn) {
    return Arn.parse(resourceArn).map(Arn::type).orElse("");
  }

  private Decision.Reply change(
      String resourceArn, UnaryOperator<List<Tag>> change, Decision.Done done) {
    Optional<List<Tag>> tags = tags(resourceArn);
    if (tags.isEmpty()) {
      return notFound(resourceArn);
    }
    List<Tag> changed = change.apply(tags.get());
    if (changed.size() > TagRules.MOST) {
      return new Decision.Refused(
          Rejection.invalid("tags: a resource may have at most " + TagRules.MOST + "."));
    }
    put(resourceArn, changed);
    return done;
  }

  private void put(String resourceArn, List<Tag> tags) {
    ClusterState state = draft.state();
    switch (type(resourceArn)) {
      case "cluster" -> {
        var record = state.cluster().orElseThrow().toBuilder();
        record.getClusterBuilder().clearTags().addAllTags(tags);
        draft.put(record.build());
      }
      case "service" -> {
        var record = state.service(Arn.nameOf(resourceArn)).orElseThrow().toBuilder();
        record.getServiceBuilder().clearTags().addAllTags(tags);
        draft.put(record.build());
      }
      case "task" -> {
        var record = state.task(resourceArn).orElseThrow().toBuilder();
        record.getTaskBuilder().clearTags().addAllTags(tags);
        draft.put(record.build());
      }
      default -> {
        var record = state.instance(resourceArn).orElseThrow().record().toBuilder();
        record.getInstanceBuilder().clearTags().addAllTags(tags);
        draft.put(record.build());
      }
    }
  }

  private static Decision.Refused notFound(String resourceArn) {
    return new Decision.Refused(
        new Rejection(
            Rejection.Type.INVALID_PARAMETER,
            "resourceArn: there is no resource '" + resourceArn + "'."));
  }
}
