package io.fairlead.scheduler.api;

import com.google.protobuf.Message;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.ListTagsForResourceRequest;
import io.fairlead.proto.ecs.TagResourceRequest;
import io.fairlead.proto.ecs.UntagResourceRequest;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.definitions.DefinitionTags;
import java.util.Optional;

/** The calls on tags that no cluster answers: those on task definitions, and those on nothing. */
record TagCalls(DefinitionTags definitions) {

  /** The reply; empty where a cluster must answer, or where the request is about something else. */
  Optional<Decision.Reply> answer(Message request) {
    return switch (request) {
      case TagResourceRequest tag -> answer(tag.getResourceArn(), () -> definitions.tag(tag));
      case UntagResourceRequest untag ->
          answer(untag.getResourceArn(), () -> definitions.untag(untag));
      case ListTagsForResourceRequest list ->
          answer(list.getResourceArn(), () -> definitions.list(list));
      default -> Optional.empty();
    };
  }

  private static Optional<Decision.Reply> answer(
      String resource, java.util.function.Supplier<Decision.Reply> onDefinition) {
    Optional<Arn> arn = Arn.parse(resource).filter(parsed -> parsed.service().equals("ecs"));
    if (arn.isEmpty()) {
      return Optional.of(
          new Refused(
              Rejection.invalid("resourceArn '" + resource + "' is no ARN of an ECS resource.")));
    }
    return arn.get().type().equals("task-definition")
        ? Optional.of(onDefinition.get())
        : Optional.empty();
  }
}
