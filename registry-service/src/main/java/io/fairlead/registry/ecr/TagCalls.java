package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ecr.ListTagsForResourceResponse;
import io.fairlead.proto.ecr.Tag;
import io.fairlead.proto.ecr.TagResourceRequest;
import io.fairlead.proto.ecr.TagResourceResponse;
import io.fairlead.proto.ecr.UntagResourceRequest;
import io.fairlead.proto.ecr.UntagResourceResponse;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.catalog.RepositoryTags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The calls about the tags of repositories. */
record TagCalls(RepositoryCalls repositories, RepositoryTags tags) {

  /** Answers about the repository that an ARN names. */
  Reply on(String arn, Function<RepositoryRow, Reply> answer) {
    Optional<Arn> parsed =
        Arn.parse(arn).filter(it -> it.service().equals("ecr") && it.type().equals("repository"));
    return parsed.isEmpty()
        ? Reply.invalid("resourceArn '" + arn + "' is no ARN of a repository.")
        : repositories.in(parsed.get().path(), answer);
  }

  Reply tag(TagResourceRequest request, RepositoryRow row) {
    Optional<String> complaint = Tags.complaint(request.getTagsList());
    if (complaint.isPresent()) {
      return Reply.invalid(complaint.get());
    }
    Map<String, String> all = new LinkedHashMap<>(tags.of(row.id()));
    Map<String, String> given = Tags.read(request.getTagsList());
    all.putAll(given);
    if (all.size() > Tags.MOST) {
      return new Reply.Refused(
          Code.RESOURCE_EXHAUSTED,
          "TooManyTagsException",
          "tags: a repository may bear " + Tags.MOST + " at most.");
    }
    tags.put(row.id(), given);
    return new Reply.Done(TagResourceResponse.getDefaultInstance());
  }

  Reply untag(UntagResourceRequest request, RepositoryRow row) {
    tags.remove(row.id(), request.getTagKeysList());
    return new Reply.Done(UntagResourceResponse.getDefaultInstance());
  }

  Reply list(RepositoryRow row) {
    ListTagsForResourceResponse.Builder response = ListTagsForResourceResponse.newBuilder();
    tags.of(row.id())
        .forEach((key, value) -> response.addTags(Tag.newBuilder().setKey(key).setValue(value)));
    return new Reply.Done(response.build());
  }
}
