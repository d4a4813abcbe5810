package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.CompleteLayerUploadRequest;
import io.fairlead.proto.ecr.CompleteLayerUploadResponse;
import io.fairlead.proto.ecr.InitiateLayerUploadResponse;
import io.fairlead.proto.ecr.UploadLayerPartRequest;
import io.fairlead.proto.ecr.UploadLayerPartResponse;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.BlobStore.Appended;
import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Layers uploaded part by part. They are the uploads of the distribution API, and may be gone on
 * with there. Texts of errors as ECR has them.
 */
record LayerUploads(
    Place place, Repositories repositories, Uploads uploads, Ledger ledger, BlobStore store) {
  /** What callers are told to send at a time: in base64 it still fits the gateway's limit. */
  private static final long PART = 3 << 20;

  Reply begin(RepositoryRow row) {
    return uploads
        .beginIfThere(row.id())
        .<Reply>map(
            upload ->
                new Reply.Done(
                    InitiateLayerUploadResponse.newBuilder()
                        .setUploadId(upload.toString())
                        .setPartSize(PART)
                        .build()))
        .orElseGet(() -> place.missing(row.name()));
  }

  Reply add(UploadLayerPartRequest request, RepositoryRow row) {
    Optional<UUID> upload = find(request.getUploadId(), row);
    if (upload.isEmpty()) {
      return unknown(request.getUploadId(), row);
    }
    long length = request.getPartLastByte() - request.getPartFirstByte() + 1;
    try {
      if (length != request.getLayerPartBlob().size()) {
        return misplaced(row, upload.get(), store.uploaded(upload.get()));
      }
      Appended appended =
          store.append(
              upload.get(), request.getPartFirstByte(), request.getLayerPartBlob().newInput());
      return answer(row, upload.get(), appended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply answer(RepositoryRow row, UUID upload, Appended appended) {
    return switch (appended) {
      case Appended.Kept(long size) ->
          new Reply.Done(
              UploadLayerPartResponse.newBuilder()
                  .setRegistryId(place.account())
                  .setRepositoryName(row.name())
                  .setUploadId(upload.toString())
                  .setLastByteReceived(size - 1)
                  .build());
      case Appended.OutOfOrder(long size) -> misplaced(row, upload, size);
      case Appended.BrokenOff(long size) -> misplaced(row, upload, size);
      case Appended.TooManyPieces(int most) ->
          new Reply.Refused(
              Code.RESOURCE_EXHAUSTED,
              "LimitExceededException",
              "An upload has at most " + most + " parts.");
      case Appended.Busy _ -> busy();
    };
  }

  private Reply misplaced(RepositoryRow row, UUID upload, long size) {
    return new Reply.Refused(
        Code.INVALID_ARGUMENT,
        "InvalidLayerPartException",
        "The layer part size is not valid, or the first byte specified is not consecutive to the"
            + " last byte of a previous layer part upload: the upload has "
            + size
            + " bytes.",
        Map.of(
            "registryId", place.account(),
            "repositoryName", row.name(),
            "uploadId", upload.toString(),
            "lastValidByteReceived", Long.toString(size - 1)));
  }

  Reply complete(CompleteLayerUploadRequest request, RepositoryRow row) {
    List<String> digests = request.getLayerDigestsList().stream().distinct().toList();
    Optional<Digest> digest = Digest.parse(digests.getFirst());
    if (digests.size() > 1 || digest.isEmpty()) {
      return Reply.invalid("layerDigests: the one digest of the layer is needed.");
    }
    Optional<UUID> upload = find(request.getUploadId(), row);
    if (upload.isEmpty()) {
      return unknown(request.getUploadId(), row);
    }
    try {
      return complete(row, upload.get(), digest.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply complete(RepositoryRow row, UUID upload, Digest digest) throws IOException {
    RepositoryName repository = RepositoryName.parse(row.name()).orElseThrow();
    if (store.uploaded(upload) == 0) {
      return refused("EmptyUploadException", "The upload does not contain any layer parts.");
    }
    if (repositories.blob(repository, digest).isPresent()) {
      return new Reply.Refused(
          Code.ALREADY_EXISTS,
          "LayerAlreadyExistsException",
          "Layer with digest '%s' already exists in repository with name '%s' in registry with id '%s'"
              .formatted(digest, row.name(), place.account()));
    }
    return switch (ledger.link(repository, digest, () -> store.commit(upload, digest))) {
      case Committed.Stored _ -> {
        uploads.end(upload);
        yield new Reply.Done(
            CompleteLayerUploadResponse.newBuilder()
                .setRegistryId(place.account())
                .setRepositoryName(row.name())
                .setUploadId(upload.toString())
                .setLayerDigest(digest.toString())
                .build());
      }
      case Committed.OtherContent(Digest actual) -> {
        uploads.end(upload);
        yield refused("InvalidLayerException", "The layer is " + actual + ", not " + digest + ".");
      }
      case Committed.Busy _ -> busy();
    };
  }

  private Optional<UUID> find(String id, RepositoryRow row) {
    return Optional.of(UUID.fromString(id))
        .filter(it -> uploads.touch(RepositoryName.parse(row.name()).orElseThrow(), it));
  }

  private Reply unknown(String id, RepositoryRow row) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "UploadNotFoundException",
        "The upload with id '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
            .formatted(id, row.name(), place.account()));
  }

  private static Reply refused(String type, String message) {
    return new Reply.Refused(Code.INVALID_ARGUMENT, type, message);
  }

  private static Reply busy() {
    return new Reply.Refused(
        Code.UNAVAILABLE, "ServerException", "Another call is adding to the upload; try again.");
  }
}
