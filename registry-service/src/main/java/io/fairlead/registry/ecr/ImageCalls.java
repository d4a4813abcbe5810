package io.fairlead.registry.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.BatchDeleteImageRequest;
import io.fairlead.proto.ecr.BatchDeleteImageResponse;
import io.fairlead.proto.ecr.Image;
import io.fairlead.proto.ecr.ImageFailure;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.PutImageRequest;
import io.fairlead.proto.ecr.PutImageResponse;
import io.fairlead.registry.catalog.Images;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Pushing;
import io.fairlead.registry.catalog.Pushing.Pushed;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import java.util.Optional;

/** Images put and deleted by name. */
record ImageCalls(Place place, Manifests manifests, Images images, Pushing pushing, ImageIds ids) {

  Reply put(PutImageRequest request, RepositoryRow row) {
    byte[] content = request.getImageManifest().getBytes(UTF_8);
    Optional<Digest> said = Digest.parse(request.getImageDigest());
    if (request.hasImageDigest() && said.isEmpty()) {
      return Reply.invalid("imageDigest '" + request.getImageDigest() + "' is no digest.");
    }
    Digest actual = Digest.of(said.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256), content);
    if (said.isPresent() && !said.get().equals(actual)) {
      return differs(actual);
    }
    Optional<Reference> reference =
        request.hasImageTag()
            ? Reference.parse(request.getImageTag()).filter(Reference.ByTag.class::isInstance)
            : Optional.of(new Reference.ByDigest(actual));
    if (reference.isEmpty()) {
      return Reply.invalid("imageTag '" + request.getImageTag() + "' is no tag.");
    }
    if (isThere(row, reference.get(), actual)) {
      return refused(
          Code.ALREADY_EXISTS,
          "ImageAlreadyExistsException",
          "Image with digest '%s' and tag '%s' already exists in the repository with name '%s'"
              .formatted(
                  actual, request.hasImageTag() ? request.getImageTag() : "null", row.name()));
    }
    RepositoryName name = RepositoryName.parse(row.name()).orElseThrow();
    return answer(
        request,
        row,
        pushing.push(name, reference.get(), request.getImageManifestMediaType(), content));
  }

  private boolean isThere(RepositoryRow row, Reference reference, Digest digest) {
    return images
        .image(row.id(), reference)
        .filter(image -> image.head().digest().equals(digest.toString()))
        .isPresent();
  }

  private Reply answer(PutImageRequest request, RepositoryRow row, Pushed pushed) {
    return switch (pushed) {
      case Pushed.Kept(Digest digest, var manifest) ->
          new Reply.Done(
              PutImageResponse.newBuilder()
                  .setImage(
                      image(place, row.name(), request.getImageManifest(), manifest.mediaType())
                          .setImageId(
                              id(
                                  digest.toString(),
                                  request.hasImageTag()
                                      ? Optional.of(request.getImageTag())
                                      : Optional.empty())))
                  .build());
      case Pushed.Malformed(String why) -> Reply.invalid("imageManifest: " + why + ".");
      case Pushed.OtherContent(Digest actual) -> differs(actual);
      case Pushed.BlobMissing(String digest) ->
          refused(
              Code.NOT_FOUND,
              "LayersNotFoundException",
              "The layer with digest '%s' does not exist in the repository with name '%s'"
                  .formatted(digest, row.name()));
      case Pushed.ManifestMissing(String digest) ->
          refused(
              Code.NOT_FOUND,
              "ReferencedImagesNotFoundException",
              "The image with digest '%s' does not exist in the repository with name '%s'"
                  .formatted(digest, row.name()));
      case Pushed.TagTaken(String tag) ->
          refused(
              Code.ALREADY_EXISTS,
              "ImageTagAlreadyExistsException",
              ("The image tag '%s' already exists in the '%s' repository and cannot be overwritten"
                      + " because the repository is immutable.")
                  .formatted(tag, row.name()));
    };
  }

  private static Reply refused(Code code, String type, String message) {
    return new Reply.Refused(code, type, message);
  }

  private static Reply differs(Digest actual) {
    return refused(
        Code.INVALID_ARGUMENT,
        "ImageDigestDoesNotMatchException",
        "imageDigest is not that of imageManifest, which is " + actual + ".");
  }

  static Image.Builder image(Place place, String repository, String manifest, String mediaType) {
    return Image.newBuilder()
        .setRegistryId(place.account())
        .setRepositoryName(repository)
        .setImageManifest(manifest)
        .setImageManifestMediaType(mediaType);
  }

  static ImageIdentifier id(String digest, Optional<String> tag) {
    ImageIdentifier.Builder id = ImageIdentifier.newBuilder().setImageDigest(digest);
    tag.ifPresent(id::setImageTag);
    return id.build();
  }

  /** By digest the image with all its tags; by tag the tag, and with the last one the image. */
  Reply delete(BatchDeleteImageRequest request, RepositoryRow row) {
    RepositoryName name = RepositoryName.parse(row.name()).orElseThrow();
    BatchDeleteImageResponse.Builder response = BatchDeleteImageResponse.newBuilder();
    for (ImageIdentifier id : request.getImageIdsList()) {
      switch (ids.find(row, id)) {
        case ImageIds.Found.Not not -> response.addFailures(not.failure(id));
        case ImageIds.Found.There(Images.Image found) -> delete(name, id, found, response);
      }
    }
    return new Reply.Done(response.build());
  }

  private void delete(
      RepositoryName repository,
      ImageIdentifier id,
      Images.Image image,
      BatchDeleteImageResponse.Builder response) {
    String digest = image.head().digest();
    boolean oneTagOfMany = id.hasImageTag() && image.tags().size() > 1;
    Reference gone =
        oneTagOfMany
            ? new Reference.ByTag(id.getImageTag())
            : new Reference.ByDigest(Digest.parse(digest).orElseThrow());
    if (manifests.delete(repository, gone) == Manifests.Deleted.LISTED) {
      response.addFailures(
          ImageFailure.newBuilder()
              .setImageId(id)
              .setFailureCode(ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_REFERENCED_BY_MANIFEST_LIST)
              .setFailureReason("Requested image referenced by manifest list"));
    } else if (oneTagOfMany) {
      response.addImageIds(id(digest, Optional.of(id.getImageTag())));
    } else if (image.tags().isEmpty()) {
      response.addImageIds(id(digest, Optional.empty()));
    } else {
      image.tags().forEach(tag -> response.addImageIds(id(digest, Optional.of(tag))));
    }
  }
}
