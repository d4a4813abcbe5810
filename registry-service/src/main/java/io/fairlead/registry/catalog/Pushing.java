package io.fairlead.registry.catalog;

import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.manifests.ManifestReader;
import io.fairlead.registry.manifests.ManifestReader.Reading;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes manifests in, whichever API they come through. */
public record Pushing(Repositories repositories, Manifests manifests) {
  private static final int ATTEMPTS = 10;

  /** What became of a manifest. */
  public sealed interface Pushed {
    /** It is kept. */
    record Kept(Digest digest, Manifest manifest) implements Pushed {}

    /** It is no manifest. */
    record Malformed(String why) implements Pushed {}

    /** It is not what its digest says. */
    record OtherContent(Digest actual) implements Pushed {}

    /** It names a blob that the repository does not have. */
    record BlobMissing(String digest) implements Pushed {}

    /** It names a manifest that the repository does not have. */
    record ManifestMissing(String digest) implements Pushed {}

    /** The tag names another manifest, and tags of this repository are not moved. */
    record TagTaken(String tag) implements Pushed {}
  }

  /**
   * Keeps a manifest, if it is whole and its tag is free. The repository is made where there is
   * none.
   *
   * @param mediaType as the caller says; empty where the manifest says it
   */
  public Pushed push(
      RepositoryName repository, Reference reference, String mediaType, byte[] content) {
    return switch (ManifestReader.read(mediaType, content)) {
      case Reading.Wrong(String why) -> new Pushed.Malformed(why);
      case Reading.Read(Manifest manifest) -> push(repository, reference, manifest, content);
    };
  }

  private Pushed push(
      RepositoryName repository, Reference reference, Manifest manifest, byte[] content) {
    Digest digest = digest(reference, content);
    if (reference instanceof Reference.ByDigest(Digest said) && !said.equals(digest)) {
      return new Pushed.OtherContent(digest);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<Pushed> pushed = keep(repository, reference, manifest, digest, content);
        if (pushed.isPresent()) {
          return pushed.get();
        }
      } catch (Database.DanglingException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Looks for what the manifest names, then keeps it; empty where the repository was deleted in
   * between.
   *
   * @throws Database.DanglingException if a link was taken away in between; it may be back by now
   */
  private Optional<Pushed> keep(
      RepositoryName repository,
      Reference reference,
      Manifest manifest,
      Digest digest,
      byte[] content) {
    List<String> blobs = repositories.missingBlobs(repository, manifest.blobs());
    if (!blobs.isEmpty()) {
      return Optional.of(new Pushed.BlobMissing(blobs.getFirst()));
    }
    List<String> children = manifests.missing(repository, manifest.manifests());
    if (!children.isEmpty()) {
      return Optional.of(new Pushed.ManifestMissing(children.getFirst()));
    }
    long id = repositories.ensure(repository);
    if (manifests.put(id, digest, reference, manifest, content, moving(repository, reference))) {
      return Optional.of(new Pushed.Kept(digest, manifest));
    }
    boolean same = repositories.find(repository).equals(OptionalLong.of(id));
    return same ? Optional.of(new Pushed.TagTaken(reference.toString())) : Optional.empty();
  }

  private Manifests.Moving moving(RepositoryName repository, Reference reference) {
    return repositories
        .row(repository)
        .filter(row -> !row.mutability().allows(reference.toString()))
        .map(_ -> Manifests.Moving.NO)
        .orElse(Manifests.Moving.YES);
  }

  private static Digest digest(Reference reference, byte[] content) {
    return switch (reference) {
      case Reference.ByDigest(Digest said) -> Digest.of(said.algorithm(), content);
      case Reference.ByTag _ -> Digest.of(Digest.Algorithm.SHA256, content);
    };
  }
}
