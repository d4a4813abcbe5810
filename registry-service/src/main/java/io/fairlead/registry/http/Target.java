package io.fairlead.registry.http;

import io.fairlead.registry.names.RepositoryName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path stands for (OCI distribution-spec 1.1, "Endpoints"). */
sealed interface Target {
  Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>.+?)/(?:"
              + "blobs/uploads/(?<upload>[^/]*)|(?<start>blobs/uploads)"
              + "|blobs/(?<blob>[^/]+)|manifests/(?<manifest>[^/]+)"
              + "|(?<tags>tags/list)|referrers/(?<referrers>[^/]+))");

  /** Whether the API is there. */
  record Ping() implements Target {}

  /** Where tokens are given out. */
  record Token() implements Target {}

  /** What belongs to a repository. */
  sealed interface InRepository extends Target {
    RepositoryName repository();
  }

  record Blob(RepositoryName repository, String digest) implements InRepository {}

  /** Where uploads begin. */
  record Uploads(RepositoryName repository) implements InRepository {}

  record Upload(RepositoryName repository, String id) implements InRepository {}

  record Manifest(RepositoryName repository, String reference) implements InRepository {}

  record Tags(RepositoryName repository) implements InRepository {}

  record Referrers(RepositoryName repository, String digest) implements InRepository {}

  /** A path of the API with a name that no repository can have. */
  record BadName(String name) implements Target {}

  /** Nothing. */
  record Nowhere() implements Target {}

  /** Reads a decoded path. */
  static Target of(String path) {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Ping();
    }
    if (path.equals("/token")) {
      return new Token();
    }
    Matcher parts = PATH.matcher(path);
    if (path.length() > LONGEST || !parts.matches()) {
      return new Nowhere();
    }
    Optional<RepositoryName> name = RepositoryName.parse(parts.group("name"));
    return name.isPresent() ? in(name.get(), parts) : new BadName(parts.group("name"));
  }

  /** Characters of a path with the longest name and the longest digest. */
  int LONGEST = 1_024;

  private static Target in(RepositoryName name, Matcher parts) {
    if (parts.group("blob") != null) {
      return new Blob(name, parts.group("blob"));
    }
    if (parts.group("manifest") != null) {
      return new Manifest(name, parts.group("manifest"));
    }
    if (parts.group("tags") != null) {
      return new Tags(name);
    }
    if (parts.group("referrers") != null) {
      return new Referrers(name, parts.group("referrers"));
    }
    String upload = parts.group("upload");
    return upload == null || upload.isEmpty() ? new Uploads(name) : new Upload(name, upload);
  }
}
