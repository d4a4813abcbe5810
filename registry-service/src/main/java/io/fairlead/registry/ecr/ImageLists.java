package io.fairlead.registry.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.DescribeImagesResponse;
import io.fairlead.proto.ecr.ImageDetail;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.ImageStatus;
import io.fairlead.proto.ecr.ImageStatusFilter;
import io.fairlead.proto.ecr.ListImagesRequest;
import io.fairlead.proto.ecr.ListImagesResponse;
import io.fairlead.registry.catalog.Images;
import io.fairlead.registry.catalog.Images.Image;
import io.fairlead.registry.catalog.Images.TagStatus;
import io.fairlead.registry.catalog.RepositoryRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Images in lists, by pages in the order of their digests. */
record ImageLists(Place place, Images images, ImageIds ids) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Reply list(ListImagesRequest request, RepositoryRow row) {
    ListImagesResponse.Builder response = ListImagesResponse.newBuilder();
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    Optional<Pages<Image>> page =
        page(
            row,
            request.getFilter().getTagStatus(),
            request.getFilter().getImageStatus(),
            request.getNextToken(),
            size);
    if (page.isEmpty()) {
      return noToken();
    }
    page.get().items().forEach(image -> response.addAllImageIds(names(image)));
    if (!page.get().next().isEmpty()) {
      response.setNextToken(page.get().next());
    }
    return new Reply.Done(response.build());
  }

  /** An image without a tag has one name, one with tags as many as it has tags. */
  private static List<ImageIdentifier> names(Image image) {
    ImageIdentifier untagged =
        ImageIdentifier.newBuilder().setImageDigest(image.head().digest()).build();
    return image.tags().isEmpty()
        ? List.of(untagged)
        : image.tags().stream().map(tag -> untagged.toBuilder().setImageTag(tag).build()).toList();
  }

  Reply describe(DescribeImagesRequest request, RepositoryRow row) {
    DescribeImagesResponse.Builder response = DescribeImagesResponse.newBuilder();
    if (request.getImageIdsCount() > 0) {
      for (ImageIdentifier id : request.getImageIdsList()) {
        switch (ids.find(row, id)) {
          case ImageIds.Found.Not _ -> {
            return ids.missing(row, id);
          }
          case ImageIds.Found.There(Image image) -> response.addImageDetails(detail(row, image));
        }
      }
      return new Reply.Done(response.build());
    }
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    Optional<Pages<Image>> page =
        page(
            row,
            request.getFilter().getTagStatus(),
            request.getFilter().getImageStatus(),
            request.getNextToken(),
            size);
    if (page.isEmpty()) {
      return noToken();
    }
    page.get().items().forEach(image -> response.addImageDetails(detail(row, image)));
    if (!page.get().next().isEmpty()) {
      response.setNextToken(page.get().next());
    }
    return new Reply.Done(response.build());
  }

  /** Every image is active: nothing is ever archived here. */
  private Optional<Pages<Image>> page(
      RepositoryRow row,
      io.fairlead.proto.ecr.TagStatus tags,
      ImageStatusFilter status,
      String token,
      int size) {
    boolean none =
        switch (status) {
          case IMAGE_STATUS_FILTER_ARCHIVED, IMAGE_STATUS_FILTER_ACTIVATING -> true;
          case IMAGE_STATUS_FILTER_ACTIVE,
              IMAGE_STATUS_FILTER_ANY,
              IMAGE_STATUS_FILTER_UNSPECIFIED,
              UNRECOGNIZED ->
              false;
        };
    return Pages.after(token)
        .map(
            after ->
                none
                    ? new Pages<>(List.of(), "")
                    : Pages.of(
                        images.images(row.id(), status(tags), after, size + 1),
                        size,
                        image -> image.head().digest()));
  }

  private static TagStatus status(io.fairlead.proto.ecr.TagStatus status) {
    return switch (status) {
      case TAG_STATUS_TAGGED -> TagStatus.TAGGED;
      case TAG_STATUS_UNTAGGED -> TagStatus.UNTAGGED;
      case TAG_STATUS_ANY, TAG_STATUS_UNSPECIFIED, UNRECOGNIZED -> TagStatus.ANY;
    };
  }

  private static Reply noToken() {
    return Reply.invalid("nextToken is none that an earlier page of this list gave.");
  }

  private ImageDetail detail(RepositoryRow row, Image image) {
    ImageDetail.Builder detail =
        ImageDetail.newBuilder()
            .setRegistryId(place.account())
            .setRepositoryName(row.name())
            .setImageDigest(image.head().digest())
            .addAllImageTags(image.tags())
            .setImageSizeInBytes(size(image))
            .setImagePushedAt(ProtoTime.of(image.pushedAt()))
            .setImageManifestMediaType(image.head().mediaType())
            .setImageStatus(ImageStatus.IMAGE_STATUS_ACTIVE);
    if (image.pulledAt() != null) {
      detail.setLastRecordedPullTime(ProtoTime.of(image.pulledAt()));
    }
    if (image.artifactType() != null) {
      detail.setArtifactMediaType(image.artifactType());
    }
    if (image.subject() != null) {
      detail.setSubjectManifestDigest(image.subject());
    }
    return detail.build();
  }

  /** Bytes of all layers and of the configuration, as they are stored. */
  private static long size(Image image) {
    try {
      JsonNode manifest = JSON.readTree(image.content());
      long size = manifest.path("config").path("size").asLong();
      for (JsonNode layer : manifest.path("layers")) {
        size += layer.path("size").asLong();
      }
      for (JsonNode blob : manifest.path("blobs")) {
        size += blob.path("size").asLong();
      }
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException("a manifest that was taken in cannot be read", e);
    }
  }
}
