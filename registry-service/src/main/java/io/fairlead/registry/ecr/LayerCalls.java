package io.fairlead.registry.ecr;

import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityRequest;
import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityResponse;
import io.fairlead.proto.ecr.Layer;
import io.fairlead.proto.ecr.LayerAvailability;
import io.fairlead.proto.ecr.LayerFailure;
import io.fairlead.proto.ecr.LayerFailureCode;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.util.Optional;
import java.util.OptionalLong;

/** Which layers a repository has. */
record LayerCalls(Repositories repositories) {
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
