package io.fairlead.registry.http;

import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Manifests.Head;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.manifests.ManifestReader;
import io.fairlead.registry.manifests.ManifestReader.Reading;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests by tag and by digest. */
final class ManifestEndpoint {
  /** Bytes of a manifest, as the OCI distribution-spec 1.1 suggests. */
  static final int LARGEST = 4 << 20;

  private final Repositories repositories;
  private final Manifests manifests;

  ManifestEndpoint(Repositories repositories, Manifests manifests) {
    this.repositories = repositories;
    this.manifests = manifests;
  }

  Answer get(Request request, Target.Manifest target) {
    Optional<Reference> reference = Reference.parse(target.reference());
    if (reference.isEmpty()) {
      return notAReference(target);
    }
    if (request.isHead()) {
      return manifests
          .head(target.repository(), reference.get())
          .map(it -> found(it, new Answer.Body.Bytes(new byte[0])))
          .orElseGet(() -> unknown(target));
    }
    return manifests
        .content(target.repository(), reference.get())
        .map(it -> found(it.head(), new Answer.Body.Bytes(it.bytes())))
        .orElseGet(() -> unknown(target));
  }

  /** To HEAD the length is told though the content was not read. */
  private static Answer found(Head head, Answer.Body body) {
    return new Answer(200, Map.of("Content-Length", Long.toString(head.size())), body)
        .with("Content-Type", head.mediaType())
        .with("Docker-Content-Digest", head.digest())
        .with("ETag", "\"" + head.digest() + "\"");
  }

  Answer put(Request request, Target.Manifest target) throws IOException {
    Optional<Reference> reference = Reference.parse(target.reference());
    if (reference.isEmpty()) {
      return target.reference().indexOf(':') >= 0
          ? notAReference(target)
          : Problem.TAG_INVALID.answer("not a tag: " + target.reference());
    }
    if (request.length().orElse(0) > LARGEST) {
      return tooLarge();
    }
    byte[] content = request.body().readNBytes(LARGEST + 1);
    if (content.length > LARGEST) {
      return tooLarge();
    }
    return switch (ManifestReader.read(request.header("content-type").orElse(""), content)) {
      case Reading.Wrong(String why) -> Problem.MANIFEST_INVALID.answer(why);
      case Reading.Read(Manifest manifest) ->
          keep(target.repository(), reference.get(), manifest, content);
    };
  }

  private Answer keep(
      RepositoryName repository, Reference reference, Manifest manifest, byte[] content) {
    Digest digest = digest(reference, content);
    if (reference instanceof Reference.ByDigest(Digest said) && !said.equals(digest)) {
      return Problem.DIGEST_INVALID.answer("the content is " + digest + ", not " + said);
    }
    List<String> blobs = repositories.missingBlobs(repository, manifest.blobs());
    if (!blobs.isEmpty()) {
      return Problem.MANIFEST_BLOB_UNKNOWN.answer(repository + " has no blob " + blobs.getFirst());
    }
    List<String> children = manifests.missing(repository, manifest.manifests());
    if (!children.isEmpty()) {
      return Problem.MANIFEST_BLOB_UNKNOWN.answer(
          repository + " has no manifest " + children.getFirst());
    }
    manifests.put(repositories.ensure(repository), digest, reference, manifest, content);
    Answer answer =
        Answer.of(201)
            .with("Location", "/v2/" + repository + "/manifests/" + digest)
            .with("Docker-Content-Digest", digest.toString());
    return manifest.subject().map(it -> answer.with("OCI-Subject", it)).orElse(answer);
  }

  private static Digest digest(Reference reference, byte[] content) {
    return switch (reference) {
      case Reference.ByDigest(Digest said) -> Digest.of(said.algorithm(), content);
      case Reference.ByTag _ -> Digest.of(Digest.Algorithm.SHA256, content);
    };
  }

  Answer delete(Target.Manifest target) {
    Optional<Reference> reference = Reference.parse(target.reference());
    if (reference.isEmpty()) {
      return notAReference(target);
    }
    return manifests.delete(target.repository(), reference.get())
        ? Answer.of(202)
        : unknown(target);
  }

  private static Answer tooLarge() {
    return Problem.MANIFEST_INVALID.answer(413, "a manifest has at most " + LARGEST + " bytes");
  }

  /** What is no tag names nothing; what is meant as a digest is told to be none. */
  private static Answer notAReference(Target.Manifest target) {
    return target.reference().indexOf(':') >= 0
        ? Problem.DIGEST_INVALID.answer("not a digest: " + target.reference())
        : unknown(target);
  }

  private static Answer unknown(Target.Manifest target) {
    return Problem.MANIFEST_UNKNOWN.answer(
        target.repository() + " has no manifest " + target.reference());
  }
}
