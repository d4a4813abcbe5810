package io.fairlead.registry.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.proto.ecr.ArtifactStatus;
import io.fairlead.proto.ecr.ImageReferrer;
import io.fairlead.proto.ecr.ListImageReferrersRequest;
import io.fairlead.proto.ecr.ListImageReferrersResponse;
import io.fairlead.registry.catalog.Discovery;
import io.fairlead.registry.catalog.Discovery.Referrer;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.util.List;
import java.util.Optional;

/** What names an image as its subject: signatures, lists of contents and the like. */
record ReferrerCalls(Discovery discovery) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 50;

  Reply list(ListImageReferrersRequest request, RepositoryRow row) {
    Optional<Digest> subject = Digest.parse(request.getSubjectId().getImageDigest());
    if (subject.isEmpty()) {
      return Reply.invalid(
          "subjectId.imageDigest '" + request.getSubjectId().getImageDigest() + "' is no digest.");
    }
    Optional<String> after = Pages.after(request.getNextToken());
    if (after.isEmpty()) {
      return Reply.invalid("nextToken is none that an earlier page of this list gave.");
    }
    int size = request.hasMaxResults() ? request.getMaxResults() : MOST;
    List<Referrer> found =
        active(request)
            ? discovery.referrers(
                RepositoryName.parse(row.name()).orElseThrow(),
                subject.get(),
                request.getFilter().getArtifactTypesList(),
                after.get(),
                size + 1)
            : List.of();
    Pages<Referrer> page = Pages.of(found, size, it -> it.head().digest());
    var response = ListImageReferrersResponse.newBuilder();
    page.items().forEach(it -> response.addReferrers(show(it)));
    if (!page.next().isEmpty()) {
      response.setNextToken(page.next());
    }
    return new Reply.Done(response.build());
  }

  /** Nothing is ever archived here. */
  private static boolean active(ListImageReferrersRequest request) {
    return switch (request.getFilter().getArtifactStatus()) {
      case ARTIFACT_STATUS_FILTER_ARCHIVED, ARTIFACT_STATUS_FILTER_ACTIVATING -> false;
      case ARTIFACT_STATUS_FILTER_ACTIVE,
          ARTIFACT_STATUS_FILTER_ANY,
          ARTIFACT_STATUS_FILTER_UNSPECIFIED,
          UNRECOGNIZED ->
          true;
    };
  }

  private static ImageReferrer show(Referrer referrer) {
    ImageReferrer.Builder shown =
        ImageReferrer.newBuilder()
            .setDigest(referrer.head().digest())
            .setMediaType(referrer.head().mediaType())
            .setSize(referrer.head().size())
            .setArtifactStatus(ArtifactStatus.ARTIFACT_STATUS_ACTIVE);
    if (referrer.artifactType() != null) {
      shown.setArtifactType(referrer.artifactType());
    }
    if (referrer.annotations() != null) {
      tree(referrer.annotations())
          .properties()
          .forEach(it -> shown.putAnnotations(it.getKey(), it.getValue().asText()));
    }
    return shown.build();
  }

  private static JsonNode tree(String annotations) {
    try {
      return JSON.readTree(annotations);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("annotations were JSON when they were pushed", e);
    }
  }
}
