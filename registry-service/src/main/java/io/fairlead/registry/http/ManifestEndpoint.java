package io.fairlead.registry.http;

import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Grant;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Manifests.Content;
import io.fairlead.registry.catalog.Manifests.Head;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Pushing;
import io.fairlead.registry.catalog.Pushing.Pushed;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.PullThrough;
import io.fairlead.registry.upstream.Pulled;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Manifests by tag and by digest. */
final class ManifestEndpoint {
  /** Bytes of a manifest, as the OCI distribution-spec 1.1 suggests. */
  static final int LARGEST = 4 << 20;

  private final Manifests manifests;
  private final Pushing pushing;
  private final PullTimes pulls;
  private final PullThrough pullThrough;

  ManifestEndpoint(
      Repositories repositories, Manifests manifests, PullTimes pulls, PullThrough pullThrough) {
    this.manifests = manifests;
    this.pushing = new Pushing(repositories, manifests);
    this.pulls = pulls;
    this.pullThrough = pullThrough;
  }

  Answer get(Request request, Target.Manifest target, Grant grant) {
    Optional<Reference> reference = Reference.parse(target.reference());
    if (reference.isEmpty()) {
      return notAReference(target);
    }
    RepositoryName repository = target.repository();
    boolean imports = grant.covers(repository, Action.IMPORT);
    return request.isHead()
        ? look(
            target,
            reference.get(),
            imports,
            manifests.head(repository, reference.get()),
            it -> head(it))
        : look(
            target,
            reference.get(),
            imports,
            manifests.content(repository, reference.get()),
            it -> pulled(target, it));
  }

  /**
   * What is here, unless another registry that it comes from has to be asked.
   *
   * @param imports whether the caller may have it pulled from there
   * @param here empty where nothing is
   */
  private <T> Answer look(
      Target.Manifest target,
      Reference reference,
      boolean imports,
      Optional<T> here,
      Function<T, Answer> show) {
    return switch (pullThrough.manifest(
        target.repository(), reference, here.isPresent(), imports)) {
      case Pulled.Found(Content content) -> content(content);
      case Pulled.Nothing _ -> here.map(show).orElseGet(() -> unknown(target));
      case Pulled.Forbidden(String why) -> Problem.DENIED.answer(why);
      case Pulled.Unanswered(String why) ->
          here.map(show).orElseGet(() -> Problem.UNAVAILABLE.answer(why));
    };
  }

  private Answer pulled(Target.Manifest target, Content content) {
    pulls.pulled(target.repository().text(), content.head().digest());
    return content(content);
  }

  private static Answer content(Content content) {
    return found(content.head(), new Answer.Body.Bytes(content.bytes()));
  }

  private static Answer head(Head head) {
    return found(head, new Answer.Body.Bytes(new byte[0]));
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
    String mediaType = request.header("content-type").orElse("");
    RepositoryName repository = target.repository();
    return switch (pushing.push(repository, reference.get(), mediaType, content)) {
      case Pushed.Kept(Digest digest, Manifest manifest) -> kept(repository, digest, manifest);
      case Pushed.Malformed(String why) -> Problem.MANIFEST_INVALID.answer(why);
      case Pushed.OtherContent(Digest actual) ->
          Problem.DIGEST_INVALID.answer("the content is " + actual + ", not " + reference.get());
      case Pushed.BlobMissing(String digest) ->
          Problem.MANIFEST_BLOB_UNKNOWN.answer(repository + " has no blob " + digest);
      case Pushed.ManifestMissing(String digest) ->
          Problem.MANIFEST_BLOB_UNKNOWN.answer(repository + " has no manifest " + digest);
      case Pushed.TagTaken(String tag) ->
          Problem.TAG_INVALID.answer(
              "the tag " + tag + " of " + repository + " is there, and its tags are immutable");
    };
  }

  private static Answer kept(RepositoryName repository, Digest digest, Manifest manifest) {
    Answer answer =
        Answer.of(201)
            .with("Location", "/v2/" + repository + "/manifests/" + digest)
            .with("Docker-Content-Digest", digest.toString());
    return manifest.subject().map(it -> answer.with("OCI-Subject", it)).orElse(answer);
  }

  Answer delete(Target.Manifest target) {
    Optional<Reference> reference = Reference.parse(target.reference());
    if (reference.isEmpty()) {
      return notAReference(target);
    }
    return switch (manifests.delete(target.repository(), reference.get())) {
      case DONE -> Answer.of(202);
      case NOT_THERE -> unknown(target);
      case LISTED ->
          Problem.UNSUPPORTED
              .answer("an image index lists the manifest; delete that first")
              .with("Allow", "GET, HEAD, PUT");
    };
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
