package io.fairlead.registry.http;

import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Grant;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.BlobStore.Appended;
import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.catalog.CreationTemplate;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Uploads of blobs: in one request, in chunks, or by a link from another repository. */
final class UploadEndpoint {
  private final Repositories repositories;
  private final Uploads uploads;
  private final Ledger ledger;
  private final BlobStore store;

  UploadEndpoint(Repositories repositories, Uploads uploads, Ledger ledger, BlobStore store) {
    this.repositories = repositories;
    this.uploads = uploads;
    this.ledger = ledger;
    this.store = store;
  }

  Answer start(Request request, Target.Uploads target, Grant grant) throws IOException {
    RepositoryName repository = target.repository();
    Optional<Answer> mounted = mount(request, repository, grant);
    if (mounted.isPresent()) {
      return mounted.get();
    }
    Optional<String> given = request.parameter("digest");
    Optional<Digest> digest = given.flatMap(Digest::parse);
    if (given.isPresent() && digest.isEmpty()) {
      return badDigest(given.get());
    }
    UUID upload = repositories.in(repository, CreationTemplate.CREATE_ON_PUSH, uploads::begin);
    return digest.isPresent()
        ? whole(request, repository, upload, digest.get())
        : at(202, repository, upload, 0);
  }

  private Answer whole(Request request, RepositoryName repository, UUID upload, Digest digest)
      throws IOException {
    Answer added = add(request, repository, upload, 0);
    if (added.status() == 202) {
      return finish(repository, upload, digest);
    }
    uploads.end(upload);
    store.discard(upload);
    return added;
  }

  /** What cannot be mounted is uploaded, as if mounting had not been asked for. */
  private Optional<Answer> mount(Request request, RepositoryName repository, Grant grant) {
    Optional<Digest> digest = request.parameter("mount").flatMap(Digest::parse);
    Optional<RepositoryName> from = request.parameter("from").flatMap(RepositoryName::parse);
    if (digest.isEmpty() || from.isEmpty() || !grant.covers(from.get(), Action.PULL)) {
      return Optional.empty();
    }
    return repositories.mount(from.get(), repository, digest.get())
        ? Optional.of(created(repository, digest.get()))
        : Optional.empty();
  }

  Answer status(Target.Upload target) throws IOException {
    Optional<UUID> upload = find(target);
    return upload.isEmpty()
        ? unknown(target)
        : at(204, target.repository(), upload.get(), store.uploaded(upload.get()));
  }

  Answer cancel(Target.Upload target) throws IOException {
    Optional<UUID> upload = find(target);
    if (upload.isEmpty()) {
      return unknown(target);
    }
    uploads.end(upload.get());
    store.discard(upload.get());
    return Answer.of(204);
  }

  Answer append(Request request, Target.Upload target) throws IOException {
    Optional<UUID> upload = find(target);
    return upload.isEmpty() ? unknown(target) : chunk(request, target.repository(), upload.get());
  }

  Answer finish(Request request, Target.Upload target) throws IOException {
    Optional<UUID> upload = find(target);
    if (upload.isEmpty()) {
      return unknown(target);
    }
    String given = request.parameter("digest").orElse("");
    Optional<Digest> digest = Digest.parse(given);
    if (digest.isEmpty()) {
      return badDigest(given);
    }
    if (!request.empty()) {
      Answer last = chunk(request, target.repository(), upload.get());
      if (last.status() != 202) {
        return last;
      }
    }
    return finish(target.repository(), upload.get(), digest.get());
  }

  /** Adds the body of a request; 202 where all of it is kept. */
  private Answer chunk(Request request, RepositoryName repository, UUID upload) throws IOException {
    long kept = store.uploaded(upload);
    return switch (ChunkRange.of(request)) {
      case ChunkRange.AtTheEnd _ -> add(request, repository, upload, kept);
      case ChunkRange.From(long from) -> add(request, repository, upload, from);
      case ChunkRange.OtherLength(String why) -> Problem.SIZE_INVALID.answer(why);
      case ChunkRange.NotARange(String why) -> outOfOrder(repository, upload, kept, why);
    };
  }

  private Answer add(Request request, RepositoryName repository, UUID upload, long from)
      throws IOException {
    return switch (store.append(upload, from, request.body())) {
      case Appended.Kept(long size) -> at(202, repository, upload, size);
      case Appended.OutOfOrder(long size) ->
          outOfOrder(repository, upload, size, "the upload has " + size + " bytes");
      case Appended.BrokenOff(long size) ->
          Problem.BLOB_UPLOAD_INVALID.answer("the request broke off; kept: " + size + " bytes");
      case Appended.TooManyPieces(int most) ->
          Problem.BLOB_UPLOAD_INVALID.answer(413, "an upload has at most " + most + " chunks");
      case Appended.Busy _ -> busy();
    };
  }

  private Answer finish(RepositoryName repository, UUID upload, Digest digest) throws IOException {
    switch (ledger.link(repository, digest, () -> store.commit(upload, digest))) {
      case Committed.Stored _ -> {
        uploads.end(upload);
        return created(repository, digest);
      }
      case Committed.OtherContent(Digest actual) -> {
        uploads.end(upload);
        return Problem.DIGEST_INVALID.answer("the content is " + actual + ", not " + digest);
      }
      case Committed.Busy _ -> {
        return busy();
      }
    }
  }

  private Optional<UUID> find(Target.Upload target) {
    return uuid(target.id()).filter(id -> uploads.touch(target.repository(), id));
  }

  /** Only the form that this registry gives out. */
  private static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static Answer at(int status, RepositoryName repository, UUID upload, long size) {
    return Answer.of(status)
        .with("Location", "/v2/" + repository + "/blobs/uploads/" + upload)
        .with("Range", "0-" + Math.max(0, size - 1))
        .with("Docker-Upload-UUID", upload.toString());
  }

  private static Answer outOfOrder(
      RepositoryName repository, UUID upload, long size, String message) {
    Answer answer = Problem.BLOB_UPLOAD_INVALID.answer(416, message);
    for (var header : at(416, repository, upload, size).headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static Answer created(RepositoryName repository, Digest digest) {
    return Answer.of(201)
        .with("Location", "/v2/" + repository + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static Answer busy() {
    return Problem.BLOB_UPLOAD_INVALID.answer(409, "another request is adding to the upload");
  }

  private static Answer badDigest(String text) {
    return Problem.DIGEST_INVALID.answer("not a digest: '" + text + "'");
  }

  private static Answer unknown(Target.Upload target) {
    return Problem.BLOB_UPLOAD_UNKNOWN.answer(
        target.repository() + " has no upload " + target.id());
  }
}
