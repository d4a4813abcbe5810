package io.fairlead.registry.http;

import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Grant;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.collection.Inspector;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.PullThrough;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Blobs that are linked into a repository: asked for, read, unlinked. */
final class BlobEndpoint {
  private final Repositories repositories;
  private final Inspector inspector;
  private final PullThrough pullThrough;

  BlobEndpoint(Repositories repositories, Inspector inspector, PullThrough pullThrough) {
    this.repositories = repositories;
    this.inspector = inspector;
    this.pullThrough = pullThrough;
  }

  Answer get(Request request, Target.Blob target, Grant grant) {
    Optional<Digest> digest = Digest.parse(target.digest());
    if (digest.isEmpty()) {
      return Problem.DIGEST_INVALID.answer("not a digest: " + target.digest());
    }
    OptionalLong size = repositories.blob(target.repository(), digest.get());
    if (size.isEmpty() && grant.covers(target.repository(), Action.IMPORT)) {
      try {
        size = brought(target.repository(), digest.get());
      } catch (IOException e) {
        return Problem.UNAVAILABLE.answer(String.valueOf(e.getMessage()));
      }
    }
    if (size.isEmpty()) {
      return unknown(target.repository(), digest.get());
    }
    return read(request, digest.get(), size.getAsLong())
        .with("Docker-Content-Digest", digest.get().toString())
        .with("ETag", "\"" + digest.get() + "\"")
        .with("Accept-Ranges", "bytes")
        .with("Cache-Control", "private, max-age=31536000, immutable");
  }

  /** From the registry that the repository is a cache of, if it is one. */
  private OptionalLong brought(RepositoryName repository, Digest digest) throws IOException {
    return pullThrough.blob(repository, digest)
        ? repositories.blob(repository, digest)
        : OptionalLong.empty();
  }

  private Answer read(Request request, Digest digest, long size) {
    ByteRange range = request.header("range").map(it -> ByteRange.of(it, size)).orElse(ALL);
    return switch (range) {
      case ByteRange.Whole _ -> part(200, digest, size, 0, size);
      case ByteRange.Part(long from, long to) ->
          part(206, digest, size, from, to - from + 1)
              .with("Content-Range", "bytes %d-%d/%d".formatted(from, to, size));
      case ByteRange.Outside _ ->
          Problem.RANGE_INVALID
              .answer("the blob has " + size + " bytes")
              .with("Content-Range", "bytes */" + size);
    };
  }

  private static final ByteRange ALL = new ByteRange.Whole();

  private Answer part(int status, Digest digest, long size, long from, long length) {
    Answer.Source source = out -> inspector.copy(digest, size, from, length, out);
    return new Answer(status, java.util.Map.of(), new Answer.Body.Stream(length, source))
        .with("Content-Type", "application/octet-stream");
  }

  Answer delete(Target.Blob target) {
    Optional<Digest> digest = Digest.parse(target.digest());
    if (digest.isEmpty()) {
      return Problem.DIGEST_INVALID.answer("not a digest: " + target.digest());
    }
    return switch (repositories.unlink(target.repository(), digest.get())) {
      case DONE -> Answer.of(202);
      case NOT_THERE -> unknown(target.repository(), digest.get());
      case NAMED ->
          Problem.UNSUPPORTED
              .answer("a manifest names the blob; delete its manifests first")
              .with("Allow", "GET, HEAD");
    };
  }

  private static Answer unknown(RepositoryName repository, Digest digest) {
    return Problem.BLOB_UNKNOWN.answer(repository + " has no blob " + digest);
  }
}
