package io.fairlead.registry.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ecr.BatchGetImageRequest;
import io.fairlead.proto.ecr.BatchGetImageResponse;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.registry.catalog.Images;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Manifests.Content;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.PullThrough;
import io.fairlead.registry.upstream.Pulled;
import java.util.Optional;

/** Images got by name: from here, or through here from the registry that a rule names. */
record ImagePulls(
    Place place,
    Repositories repositories,
    PullTimes pulls,
    ImageIds ids,
    PullThrough pullThrough,
    CallRights rights) {

  Reply get(BatchGetImageRequest request) {
    Optional<RepositoryName> name = RepositoryName.parse(request.getRepositoryName());
    Optional<RepositoryRow> row = name.flatMap(repositories::row);
    if (name.isEmpty() || row.isEmpty() && !pullThrough.isFor(name.get())) {
      return place.missing(request.getRepositoryName());
    }
    boolean imports = rights.imports(name.get());
    var response = BatchGetImageResponse.newBuilder();
    for (ImageIdentifier id : request.getImageIdsList()) {
      ImageIds.Found here = ids.find(row, id);
      switch (look(name.get(), id, here, imports)) {
        case Pulled.Found(Content content) ->
            add(response, name.get(), id, content.head(), content.bytes());
        case Pulled.Unanswered(String why) ->
            response.addFailures(
                new ImageIds.Found.Not(
                        ImageFailureCode.IMAGE_FAILURE_CODE_UPSTREAM_UNAVAILABLE, why)
                    .failure(id));
        case Pulled.Nothing _, Pulled.Forbidden _ -> {
          switch (here) {
            case ImageIds.Found.Not not -> response.addFailures(not.failure(id));
            case ImageIds.Found.There(Images.Image image) -> {
              pulls.pulled(request.getRepositoryName(), image.head().digest());
              add(response, name.get(), id, image.head(), image.content());
            }
          }
        }
      }
    }
    return new Reply.Done(response.build());
  }

  /** Whether it is due to be asked for elsewhere; what is here counts where nobody answers. */
  private Pulled look(
      RepositoryName repository, ImageIdentifier id, ImageIds.Found here, boolean imports) {
    boolean there = here instanceof ImageIds.Found.There;
    Optional<Reference> reference =
        id.hasImageDigest()
            ? Digest.parse(id.getImageDigest()).map(Reference.ByDigest::new)
            : Reference.parse(id.getImageTag()).filter(Reference.ByTag.class::isInstance);
    if (reference.isEmpty() || id.hasImageDigest() && id.hasImageTag()) {
      return new Pulled.Nothing();
    }
    Pulled pulled = pullThrough.manifest(repository, reference.get(), there, imports);
    return there && pulled instanceof Pulled.Unanswered ? new Pulled.Nothing() : pulled;
  }

  private void add(
      BatchGetImageResponse.Builder response,
      RepositoryName repository,
      ImageIdentifier id,
      Manifests.Head head,
      byte[] content) {
    Optional<String> tag = id.hasImageTag() ? Optional.of(id.getImageTag()) : Optional.empty();
    response.addImages(
        ImageCalls.image(place, repository.text(), new String(content, UTF_8), head.mediaType())
            .setImageId(ImageCalls.id(head.digest(), tag)));
  }
}
