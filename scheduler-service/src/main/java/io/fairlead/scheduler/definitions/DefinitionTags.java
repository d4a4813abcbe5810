package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ecs.ListTagsForResourceRequest;
import io.fairlead.proto.ecs.ListTagsForResourceResponse;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.TagResourceRequest;
import io.fairlead.proto.ecs.TagResourceResponse;
import io.fairlead.proto.ecs.UntagResourceRequest;
import io.fairlead.proto.ecs.UntagResourceResponse;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.core.TagRules;
import io.fairlead.scheduler.core.Tagging;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Tags on task definitions. */
public record DefinitionTags(DefinitionStore store) {

  public Decision.Reply tag(TagResourceRequest request) {
    Optional<String> complaint = TagRules.complaint(request.getTagsList());
    if (complaint.isPresent()) {
      return new Refused(Rejection.invalid(complaint.get()));
    }
    boolean tooMany =
        find(request.getResourceArn())
            .map(found -> Tagging.merged(found.getTagsList(), request.getTagsList()).size())
            .filter(size -> size > TagRules.MOST)
            .isPresent();
    if (tooMany) {
      return new Refused(
          Rejection.invalid("tags: a resource may have at most " + TagRules.MOST + "."));
    }
    return change(
        request.getResourceArn(),
        tags -> Tagging.merged(tags, request.getTagsList()),
        new Done(TagResourceResponse.getDefaultInstance()));
  }

  public Decision.Reply untag(UntagResourceRequest request) {
    return change(
        request.getResourceArn(),
        tags -> Tagging.without(tags, request.getTagKeysList()),
        new Done(UntagResourceResponse.getDefaultInstance()));
  }

  public Decision.Reply list(ListTagsForResourceRequest request) {
    return find(request.getResourceArn())
        .<Decision.Reply>map(
            record ->
                new Done(
                    ListTagsForResourceResponse.newBuilder()
                        .addAllTags(record.getTagsList())
                        .build()))
        .orElseGet(() -> notFound(request.getResourceArn()));
  }

  private Optional<TaskDefinitionRecord> find(String arn) {
    return numbered(arn).flatMap(name -> store.find(name.family(), name.revision().orElseThrow()));
  }

  private static Optional<RevisionName> numbered(String arn) {
    return RevisionName.parse(arn).filter(name -> name.revision().isPresent());
  }

  private Decision.Reply change(String arn, UnaryOperator<List<Tag>> change, Done done) {
    return numbered(arn)
        .flatMap(
            name ->
                store.update(
                    name.family(),
                    name.revision().orElseThrow(),
                    record ->
                        record.toBuilder()
                            .clearTags()
                            .addAllTags(change.apply(record.getTagsList()))
                            .build()))
        .<Decision.Reply>map(record -> done)
        .orElseGet(() -> notFound(arn));
  }

  private static Refused notFound(String arn) {
    return new Refused(Rejection.invalid("resourceArn: there is no resource '" + arn + "'."));
  }
}
