package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityRequest;
import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityResponse;
import io.fairlead.proto.ecr.GetDownloadUrlForLayerRequest;
import io.fairlead.proto.ecr.GetDownloadUrlForLayerResponse;
import io.fairlead.proto.ecr.Layer;
import io.fairlead.proto.ecr.LayerAvailability;
import io.fairlead.proto.ecr.LayerFailure;
import io.fairlead.proto.ecr.LayerFailureCode;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.PullThrough;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Which layers a repository has, and where they are downloaded. */
record LayerCalls(
    Place place,
    Repositories repositories,
    Tokens tokens,
    PullThrough pullThrough,
    CallRights rights) {
  private static final String MEDIA_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  Reply check(BatchCheckLayerAvailabilityRequest request, RepositoryRow row) {
    RepositoryName name = RepositoryName.parse(row.name()).orElseThrow();
    BatchCheckLayerAvailabilityResponse.Builder response =
        BatchCheckLayerAvailabilityResponse.newBuilder();
    for (String text : request.getLayerDigestsList()) {
      Optional<Digest> digest = Digest.parse(text);
      if (digest.isEmpty()) {
        response.addFailures(
            LayerFailure.newBuilder()
                .setLayerDigest(text)
                .setFailureCode(LayerFailureCode.LAYER_FAILURE_CODE_INVALID_LAYER_DIGEST)
                .setFailureReason("Invalid layer digest"));
      } else {
        response.addLayers(layer(text, repositories.blob(name, digest.get())));
      }
    }
    return new Reply.Done(response.build());
  }

  /** An address of this registry that is good for some minutes, for whoever has it. */
  Reply address(GetDownloadUrlForLayerRequest request) {
    Optional<RepositoryName> parsed = RepositoryName.parse(request.getRepositoryName());
    if (parsed.isEmpty()) {
      return place.missing(request.getRepositoryName());
    }
    RepositoryName name = parsed.get();
    Optional<Digest> layer = Digest.parse(request.getLayerDigest());
    if (layer.isEmpty()) {
      return Reply.invalid("layerDigest '" + request.getLayerDigest() + "' is no digest.");
    }
    try {
      if (repositories.blob(name, layer.get()).isEmpty() && !comes(name, layer.get())) {
        return repositories.row(name).isEmpty()
            ? place.missing(name.text())
            : new Reply.Refused(
                Code.NOT_FOUND,
                "LayersNotFoundException",
                "The layer with digest '%s' does not exist in the repository with name '%s'"
                    .formatted(layer.get(), name));
      }
    } catch (IOException e) {
      return new Reply.Refused(
          Code.FAILED_PRECONDITION,
          "UnableToGetUpstreamLayerException",
          String.valueOf(e.getMessage()));
    }
    String address =
        "%s/v2/%s/blobs/%s?ticket=%s"
            .formatted(place.endpoint(), name, layer.get(), tokens.ticket(name, layer.get()));
    return new Reply.Done(
        GetDownloadUrlForLayerResponse.newBuilder()
            .setDownloadUrl(address)
            .setLayerDigest(layer.get().toString())
            .build());
  }

  /** From the registry that a rule names; it is here then. */
  private boolean comes(RepositoryName repository, Digest layer) throws IOException {
    return rights.imports(repository) && pullThrough.blob(repository, layer);
  }

  private static Layer layer(String digest, OptionalLong size) {
    Layer.Builder layer = Layer.newBuilder().setLayerDigest(digest).setMediaType(MEDIA_TYPE);
    if (size.isEmpty()) {
      return layer.setLayerAvailability(LayerAvailability.LAYER_AVAILABILITY_UNAVAILABLE).build();
    }
    return layer
        .setLayerAvailability(LayerAvailability.LAYER_AVAILABILITY_AVAILABLE)
        .setLayerSize(size.getAsLong())
        .build();
  }
}
