package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.ImageFailure;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.registry.catalog.Images;
import io.fairlead.registry.catalog.Images.Image;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import java.util.Optional;

/** Finds images by what callers name: a digest, a tag, or both, which then must agree. */
record ImageIds(Place place, Images images) {

  /** What an identifier leads to. */
  sealed interface Found {
    /** There is such an image. */
    record There(Image image) implements Found {}

    /** There is none. */
    record Not(ImageFailureCode code, String reason) implements Found {
      ImageFailure failure(ImageIdentifier id) {
        return ImageFailure.newBuilder()
            .setImageId(id)
            .setFailureCode(code)
            .setFailureReason(reason)
            .build();
      }
    }
  }

  Found find(RepositoryRow repository, ImageIdentifier id) {
    return find(Optional.of(repository), id);
  }

  /** The same; in a repository that is not there nothing is. */
  Found find(Optional<RepositoryRow> repository, ImageIdentifier id) {
    if (id.getImageDigest().isEmpty() && id.getImageTag().isEmpty()) {
      return new Found.Not(
          ImageFailureCode.IMAGE_FAILURE_CODE_MISSING_DIGEST_AND_TAG,
          "Invalid request parameters: both tag and digest cannot be null");
    }
    if (id.getImageDigest().isEmpty()) {
      return byTag(repository, id.getImageTag());
    }
    Optional<Digest> digest = Digest.parse(id.getImageDigest());
    if (digest.isEmpty()) {
      return new Found.Not(
          ImageFailureCode.IMAGE_FAILURE_CODE_INVALID_IMAGE_DIGEST,
          "Invalid request parameters: image digest should satisfy the regex"
              + " '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
    }
    Optional<Image> image = image(repository, new Reference.ByDigest(digest.get()));
    if (image.isEmpty()) {
      return notThere();
    }
    return id.getImageTag().isEmpty() || image.get().tags().contains(id.getImageTag())
        ? new Found.There(image.get())
        : new Found.Not(
            ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_TAG_DOES_NOT_MATCH_DIGEST,
            "Requested image tag does not match the image digest");
  }

  private Optional<Image> image(Optional<RepositoryRow> repository, Reference reference) {
    return repository.flatMap(row -> images.image(row.id(), reference));
  }

  private Found byTag(Optional<RepositoryRow> repository, String tag) {
    if (!Reference.TAG.matcher(tag).matches()) {
      return new Found.Not(
          ImageFailureCode.IMAGE_FAILURE_CODE_INVALID_IMAGE_TAG,
          "Invalid request parameters: image tag should satisfy the regex '"
              + Reference.TAG.pattern()
              + "'");
    }
    return image(repository, new Reference.ByTag(tag))
        .<Found>map(Found.There::new)
        .orElseGet(ImageIds::notThere);
  }

  private static Found notThere() {
    return new Found.Not(
        ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_NOT_FOUND, "Requested image not found");
  }

  /** How a whole call is refused that names an image which is not there. */
  Reply missing(RepositoryRow repository, ImageIdentifier id) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "ImageNotFoundException",
        ("The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the"
                + " repository with name '%s' in the registry with id '%s'")
            .formatted(
                id.hasImageDigest() ? id.getImageDigest() : "null",
                id.hasImageTag() ? id.getImageTag() : "null",
                repository.name(),
                place.account()));
  }
}
