package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.DeleteLifecyclePolicyResponse;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewResponse;
import io.fairlead.proto.ecr.GetLifecyclePolicyResponse;
import io.fairlead.proto.ecr.ImageActionType;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewResult;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewStatus;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewSummary;
import io.fairlead.proto.ecr.LifecyclePolicyRuleAction;
import io.fairlead.proto.ecr.LifecyclePolicyStorageClass;
import io.fairlead.proto.ecr.PutLifecyclePolicyRequest;
import io.fairlead.proto.ecr.PutLifecyclePolicyResponse;
import io.fairlead.proto.ecr.StartLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.StartLifecyclePolicyPreviewResponse;
import io.fairlead.proto.ecr.TagStatus;
import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.lifecycle.Expiry;
import io.fairlead.registry.lifecycle.ImageRecord;
import io.fairlead.registry.lifecycle.LifecycleEvaluator;
import io.fairlead.registry.lifecycle.LifecyclePolicy;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader.Reading;
import io.fairlead.registry.usage.Usage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The calls about lifecycle policies. A preview is there when the call that starts it returns; as
 * when the policy is acted on, what is in use stays.
 */
record LifecycleCalls(Place place, Lifecycles lifecycles, Usage usage, InstantSource clock) {

  Reply put(PutLifecyclePolicyRequest request, RepositoryRow row) {
    return switch (LifecyclePolicyReader.read(request.getLifecyclePolicyText())) {
      case Reading.Wrong(String why) -> wrong(why);
      case Reading.Unbuilt(String what) -> Reply.unbuilt("lifecyclePolicyText: " + what);
      case Reading.Read _ -> {
        lifecycles.set(row.id(), request.getLifecyclePolicyText());
        yield new Reply.Done(
            PutLifecyclePolicyResponse.newBuilder()
                .setRegistryId(place.account())
                .setRepositoryName(row.name())
                .setLifecyclePolicyText(request.getLifecyclePolicyText())
                .build());
      }
    };
  }

  private static Reply wrong(String why) {
    return Reply.invalid(
        "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy"
            + " validation failure: "
            + why
            + "'");
  }

  Reply get(RepositoryRow row) {
    return lifecycles
        .policy(row.id())
        .<Reply>map(
            policy -> {
              var response =
                  GetLifecyclePolicyResponse.newBuilder()
                      .setRegistryId(place.account())
                      .setRepositoryName(row.name())
                      .setLifecyclePolicyText(policy.text());
              policy.evaluatedAt().map(ProtoTime::of).ifPresent(response::setLastEvaluatedAt);
              return new Reply.Done(response.build());
            })
        .orElseGet(() -> missing(row));
  }

  Reply delete(RepositoryRow row) {
    return lifecycles
        .policy(row.id())
        .<Reply>map(
            policy -> {
              lifecycles.set(row.id(), null);
              var response =
                  DeleteLifecyclePolicyResponse.newBuilder()
                      .setRegistryId(place.account())
                      .setRepositoryName(row.name())
                      .setLifecyclePolicyText(policy.text());
              policy.evaluatedAt().map(ProtoTime::of).ifPresent(response::setLastEvaluatedAt);
              return new Reply.Done(response.build());
            })
        .orElseGet(() -> missing(row));
  }

  private Reply missing(RepositoryRow row) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "LifecyclePolicyNotFoundException",
        ("Lifecycle policy does not exist for the repository with name '%s' in the registry with"
                + " id '%s'")
            .formatted(row.name(), place.account()));
  }

  Reply start(StartLifecyclePolicyPreviewRequest request, RepositoryRow row) {
    Optional<String> text =
        request.hasLifecyclePolicyText()
            ? Optional.of(request.getLifecyclePolicyText())
            : lifecycles.policy(row.id()).map(Lifecycles.Policy::text);
    if (text.isEmpty()) {
      return missing(row);
    }
    return switch (LifecyclePolicyReader.read(text.get())) {
      case Reading.Wrong(String why) -> wrong(why);
      case Reading.Unbuilt(String what) -> Reply.unbuilt("lifecyclePolicyText: " + what);
      case Reading.Read(var policy) -> start(row, text.get(), policy);
    };
  }

  private Reply start(RepositoryRow row, String text, LifecyclePolicy policy) {
    List<Expiry> expired =
        LifecycleEvaluator.expired(policy, lifecycles.images(row.id()), clock.instant());
    try {
      lifecycles.preview(row.id(), text, usage.unused(row.name(), expired));
    } catch (IOException e) {
      return new Reply.Refused(
          Code.UNAVAILABLE,
          "ServerException",
          "No scheduler can be asked which images are in use; try again. " + e.getMessage());
    }
    return new Reply.Done(
        StartLifecyclePolicyPreviewResponse.newBuilder()
            .setRegistryId(place.account())
            .setRepositoryName(row.name())
            .setLifecyclePolicyText(text)
            .setStatus(LifecyclePolicyPreviewStatus.LIFECYCLE_POLICY_PREVIEW_STATUS_IN_PROGRESS)
            .build());
  }

  Reply preview(GetLifecyclePolicyPreviewRequest request, RepositoryRow row) {
    Optional<String> text = lifecycles.previewed(row.id());
    if (text.isEmpty()) {
      return new Reply.Refused(
          Code.NOT_FOUND,
          "LifecyclePolicyPreviewNotFoundException",
          ("Lifecycle policy preview does not exist for the repository with name '%s' in the"
                  + " registry with id '%s'")
              .formatted(row.name(), place.account()));
    }
    Optional<String> after = Pages.after(request.getNextToken());
    if (after.isEmpty()) {
      return Reply.invalid("nextToken is none that an earlier page of this list gave.");
    }
    List<Expiry> all = lifecycles.preview(row.id());
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    List<Expiry> wanted =
        all.stream()
            .filter(it -> wanted(request, it.image()))
            .filter(it -> it.image().digest().compareTo(after.get()) > 0)
            .limit(size + 1L)
            .toList();
    Pages<Expiry> page = Pages.of(wanted, size, it -> it.image().digest());
    var response =
        GetLifecyclePolicyPreviewResponse.newBuilder()
            .setRegistryId(place.account())
            .setRepositoryName(row.name())
            .setLifecyclePolicyText(text.get())
            .setStatus(LifecyclePolicyPreviewStatus.LIFECYCLE_POLICY_PREVIEW_STATUS_COMPLETE)
            .setSummary(
                LifecyclePolicyPreviewSummary.newBuilder().setExpiringImageTotalCount(all.size()));
    page.items().forEach(it -> response.addPreviewResults(result(it)));
    if (!page.next().isEmpty()) {
      response.setNextToken(page.next());
    }
    return new Reply.Done(response.build());
  }

  private static boolean wanted(GetLifecyclePolicyPreviewRequest request, ImageRecord image) {
    TagStatus status = request.getFilter().getTagStatus();
    boolean fits =
        switch (status) {
          case TAG_STATUS_TAGGED -> !image.tags().isEmpty();
          case TAG_STATUS_UNTAGGED -> image.tags().isEmpty();
          case TAG_STATUS_ANY, TAG_STATUS_UNSPECIFIED, UNRECOGNIZED -> true;
        };
    return fits
        && (request.getImageIdsCount() == 0
            || request.getImageIdsList().stream().anyMatch(id -> names(id, image)));
  }

  private static boolean names(ImageIdentifier id, ImageRecord image) {
    return (!id.hasImageDigest() || id.getImageDigest().equals(image.digest()))
        && (!id.hasImageTag() || image.tags().contains(id.getImageTag()));
  }

  private static LifecyclePolicyPreviewResult result(Expiry expiry) {
    return LifecyclePolicyPreviewResult.newBuilder()
        .setImageDigest(expiry.image().digest())
        .addAllImageTags(expiry.image().tags())
        .setImagePushedAt(ProtoTime.of(expiry.image().pushedAt()))
        .setAppliedRulePriority(expiry.priority())
        .setAction(
            LifecyclePolicyRuleAction.newBuilder()
                .setType(ImageActionType.IMAGE_ACTION_TYPE_EXPIRE))
        .setStorageClass(LifecyclePolicyStorageClass.LIFECYCLE_POLICY_STORAGE_CLASS_STANDARD)
        .build();
  }
}
