package io.fairlead.registry.ecr;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.CreateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.EncryptionConfigurationForRepositoryCreationTemplate;
import io.fairlead.proto.ecr.EncryptionType;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.RCTAppliedFor;
import io.fairlead.proto.ecr.RepositoryCreationTemplate;
import io.fairlead.proto.ecr.Tag;
import io.fairlead.proto.ecr.UpdateRepositoryCreationTemplateRequest;
import io.fairlead.registry.catalog.CreationTemplate;
import io.fairlead.registry.catalog.TagMutability;
import io.fairlead.registry.lifecycle.LifecyclePolicyReader;
import io.fairlead.registry.policy.Policy;
import io.fairlead.registry.policy.PolicyReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads templates from calls, and shows them. */
final class Templates {
  private static final String APPLIED_FOR = "RCT_APPLIED_FOR_";

  private Templates() {}

  /** What reading comes to. */
  sealed interface Reading {
    /** The call has a template. */
    record Read(CreationTemplate template) implements Reading {}

    /** It has none, and is answered so. */
    record Wrong(Reply reply) implements Reading {}
  }

  /** {@code a} and {@code a/} are the same. */
  static String prefix(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  static Reading read(CreateRepositoryCreationTemplateRequest request) {
    CreationTemplate empty =
        new CreationTemplate(
            prefix(request.getPrefix()),
            Optional.empty(),
            List.of(),
            TagMutability.MUTABLE,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH);
    UpdateRepositoryCreationTemplateRequest.Builder members =
        UpdateRepositoryCreationTemplateRequest.newBuilder()
            .addAllAppliedFor(request.getAppliedForList())
            .addAllImageTagMutabilityExclusionFilters(
                request.getImageTagMutabilityExclusionFiltersList())
            .addAllResourceTags(request.getResourceTagsList());
    if (request.hasDescription()) {
      members.setDescription(request.getDescription());
    }
    if (request.hasCustomRoleArn()) {
      members.setCustomRoleArn(request.getCustomRoleArn());
    }
    if (request.hasEncryptionConfiguration()) {
      members.setEncryptionConfiguration(request.getEncryptionConfiguration());
    }
    if (request.hasImageTagMutability()) {
      members.setImageTagMutability(request.getImageTagMutability());
    }
    if (request.hasRepositoryPolicy()) {
      members.setRepositoryPolicy(request.getRepositoryPolicy());
    }
    if (request.hasLifecyclePolicy()) {
      members.setLifecyclePolicy(request.getLifecyclePolicy());
    }
    return read(members.build(), empty);
  }

  /** What a call does not name stays as it is. */
  static Reading read(UpdateRepositoryCreationTemplateRequest request, CreationTemplate there) {
    Optional<Reply> refusal = unbuilt(request).or(() -> invalid(request, there));
    if (refusal.isPresent()) {
      return new Reading.Wrong(refusal.get());
    }
    boolean tags = request.getResourceTagsCount() > 0;
    return new Reading.Read(
        new CreationTemplate(
            there.prefix(),
            request.hasDescription() ? text(request.getDescription()) : there.description(),
            request.getAppliedForCount() > 0
                ? request.getAppliedForList().stream().map(Templates::text).distinct().toList()
                : there.appliedFor(),
            request.hasImageTagMutability()
                ? RepositoryCalls.mutability(
                    request.getImageTagMutability(),
                    request.getImageTagMutabilityExclusionFiltersList())
                : there.mutability(),
            request.hasRepositoryPolicy() ? text(request.getRepositoryPolicy()) : there.policy(),
            request.hasLifecyclePolicy()
                ? text(request.getLifecyclePolicy())
                : there.lifecyclePolicy(),
            tags ? Tags.read(request.getResourceTagsList()) : there.tags(),
            there.createdAt(),
            there.updatedAt()));
  }

  /** An empty text takes away what is there. */
  private static Optional<String> text(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private static String text(RCTAppliedFor occasion) {
    return occasion.name().substring(APPLIED_FOR.length());
  }

  private static Optional<Reply> unbuilt(UpdateRepositoryCreationTemplateRequest request) {
    EncryptionConfigurationForRepositoryCreationTemplate encryption =
        request.getEncryptionConfiguration();
    if (request.hasCustomRoleArn()) {
      return Optional.of(Reply.unbuilt("customRoleArn"));
    }
    if (request.hasEncryptionConfiguration()
        && encryption.getEncryptionType() != EncryptionType.ENCRYPTION_TYPE_AES256) {
      return Optional.of(Reply.unbuilt("encryptionConfiguration.encryptionType other than AES256"));
    }
    return request.getAppliedForList().stream()
        .filter(occasion -> occasion == RCTAppliedFor.RCT_APPLIED_FOR_REPLICATION)
        .findFirst()
        .map(occasion -> Reply.unbuilt("appliedFor " + text(occasion)));
  }

  private static Optional<Reply> invalid(
      UpdateRepositoryCreationTemplateRequest request, CreationTemplate there) {
    if (request.getAppliedForCount() == 0 && there.appliedFor().isEmpty()) {
      return Optional.of(Reply.invalid("appliedFor is empty."));
    }
    boolean filters = request.getImageTagMutabilityExclusionFiltersCount() > 0;
    ImageTagMutability setting =
        request.hasImageTagMutability()
            ? request.getImageTagMutability()
            : ImageTagMutability.IMAGE_TAG_MUTABILITY_MUTABLE;
    Optional<String> mutability =
        request.hasImageTagMutability() || filters
            ? RepositoryCalls.complaint(
                setting, request.getImageTagMutabilityExclusionFiltersList())
            : Optional.empty();
    return mutability
        .or(() -> Tags.complaint(request.getResourceTagsList()))
        .or(() -> policy(request.getRepositoryPolicy()))
        .<Reply>map(Reply::invalid)
        .or(() -> lifecyclePolicy(request.getLifecyclePolicy()));
  }

  private static Optional<String> policy(String text) {
    return !text.isEmpty()
            && PolicyReader.read(Policy.Kind.REPOSITORY, text)
                instanceof PolicyReader.Reading.Wrong(String why)
        ? Optional.of("repositoryPolicy: " + why + ".")
        : Optional.empty();
  }

  private static Optional<Reply> lifecyclePolicy(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (LifecyclePolicyReader.read(text)) {
      case LifecyclePolicyReader.Reading.Read _ -> Optional.empty();
      case LifecyclePolicyReader.Reading.Wrong(String why) ->
          Optional.of(Reply.invalid("lifecyclePolicy: " + why + "."));
      case LifecyclePolicyReader.Reading.Unbuilt(String what) ->
          Optional.of(Reply.unbuilt("lifecyclePolicy: " + what));
    };
  }

  static RepositoryCreationTemplate show(CreationTemplate template) {
    RepositoryCreationTemplate.Builder shown =
        RepositoryCreationTemplate.newBuilder()
            .setPrefix(template.prefix())
            .setEncryptionConfiguration(
                EncryptionConfigurationForRepositoryCreationTemplate.newBuilder()
                    .setEncryptionType(EncryptionType.ENCRYPTION_TYPE_AES256))
            .setImageTagMutability(Place.setting(template.mutability()))
            .addAllImageTagMutabilityExclusionFilters(Place.filters(template.mutability()))
            .setCreatedAt(ProtoTime.of(template.createdAt()))
            .setUpdatedAt(ProtoTime.of(template.updatedAt()));
    template.description().ifPresent(shown::setDescription);
    template.policy().ifPresent(shown::setRepositoryPolicy);
    template.lifecyclePolicy().ifPresent(shown::setLifecyclePolicy);
    template.appliedFor().stream()
        .map(it -> RCTAppliedFor.valueOf(APPLIED_FOR + it))
        .forEach(shown::addAppliedFor);
    template
        .tags()
        .forEach(
            (key, value) -> shown.addResourceTags(Tag.newBuilder().setKey(key).setValue(value)));
    return shown.build();
  }
}
