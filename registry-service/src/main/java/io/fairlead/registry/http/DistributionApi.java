package io.fairlead.registry.http;

import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Grant;
import io.fairlead.registry.http.Gate.Entry;
import java.io.IOException;
import java.util.Optional;

/** The API of the OCI distribution-spec 1.1: what is asked for, by whom, and who answers it. */
final class DistributionApi {
  private final Gate gate;
  private final TokenEndpoint tokens;
  private final BlobEndpoint blobs;
  private final UploadEndpoint uploads;
  private final ManifestEndpoint manifests;
  private final ListEndpoint lists;

  DistributionApi(
      Gate gate,
      TokenEndpoint tokens,
      BlobEndpoint blobs,
      UploadEndpoint uploads,
      ManifestEndpoint manifests,
      ListEndpoint lists) {
    this.gate = gate;
    this.tokens = tokens;
    this.blobs = blobs;
    this.uploads = uploads;
    this.manifests = manifests;
    this.lists = lists;
  }

  Answer answer(Request request) throws IOException {
    return switch (Target.of(request.path())) {
      case Target.Token _ -> tokens.answer(request);
      case Target.Ping _ -> ping(request);
      case Target.BadName(String name) ->
          Problem.NAME_INVALID.answer("not a name of a repository: " + name);
      case Target.Nowhere _ -> Problem.UNSUPPORTED.answer(404, "the API has no such path");
      case Target.InRepository target -> inRepository(request, target);
    };
  }

  private Answer ping(Request request) {
    if (!request.method().equals("GET") && !request.isHead()) {
      return notAllowed("GET, HEAD");
    }
    byte[] body = {'{', '}'};
    return switch (gate.known(request)) {
      case Entry.Closed(Answer answer) -> answer;
      case Entry.Open _ -> Answer.of(200, "application/json", body);
    };
  }

  private Answer inRepository(Request request, Target.InRepository target) throws IOException {
    Optional<Action> action = action(request.method(), target);
    if (action.isEmpty()) {
      return notAllowed(methods(target));
    }
    return switch (enter(request, target, action.get())) {
      case Entry.Closed(Answer answer) -> answer;
      case Entry.Open(Grant grant) -> answer(request, target, grant);
    };
  }

  /** An address that GetDownloadUrlForLayer gave out brings its own right to be read. */
  private Entry enter(Request request, Target.InRepository target, Action action) {
    Optional<String> ticket = request.parameter("ticket");
    return ticket.isPresent() && action == Action.PULL && target instanceof Target.Blob layer
        ? gate.enter(request, layer, ticket.get())
        : gate.enter(request, target.repository(), action);
  }

  /** What a request does to the repository; empty where there is no such method. */
  private static Optional<Action> action(String method, Target.InRepository target) {
    boolean upload = target instanceof Target.Upload || target instanceof Target.Uploads;
    boolean there = java.util.List.of(methods(target).split(", ")).contains(method);
    if (!there) {
      return Optional.empty();
    }
    if (upload) {
      return Optional.of(Action.PUSH);
    }
    return switch (method) {
      case "PUT" -> Optional.of(Action.PUSH);
      case "DELETE" -> Optional.of(Action.DELETE);
      default -> Optional.of(Action.PULL);
    };
  }

  private static String methods(Target.InRepository target) {
    return switch (target) {
      case Target.Blob _ -> "GET, HEAD, DELETE";
      case Target.Uploads _ -> "POST";
      case Target.Upload _ -> "GET, PATCH, PUT, DELETE";
      case Target.Manifest _ -> "GET, HEAD, PUT, DELETE";
      case Target.Tags _, Target.Referrers _ -> "GET, HEAD";
    };
  }

  private Answer answer(Request request, Target.InRepository target, Grant grant)
      throws IOException {
    return switch (target) {
      case Target.Blob blob ->
          request.method().equals("DELETE") ? blobs.delete(blob) : blobs.get(request, blob, grant);
      case Target.Uploads start -> uploads.start(request, start, grant);
      case Target.Upload upload -> upload(request, upload);
      case Target.Manifest manifest -> manifest(request, manifest, grant);
      case Target.Tags tags -> lists.tags(request, tags);
      case Target.Referrers referrers -> lists.referrers(request, referrers);
    };
  }

  private Answer upload(Request request, Target.Upload target) throws IOException {
    return switch (request.method()) {
      case "PATCH" -> uploads.append(request, target);
      case "PUT" -> uploads.finish(request, target);
      case "DELETE" -> uploads.cancel(target);
      default -> uploads.status(target);
    };
  }

  private Answer manifest(Request request, Target.Manifest target, Grant grant) throws IOException {
    return switch (request.method()) {
      case "PUT" -> manifests.put(request, target);
      case "DELETE" -> manifests.delete(target);
      default -> manifests.get(request, target, grant);
    };
  }

  private static Answer notAllowed(String methods) {
    return Problem.UNSUPPORTED.answer("possible here: " + methods).with("Allow", methods);
  }
}
