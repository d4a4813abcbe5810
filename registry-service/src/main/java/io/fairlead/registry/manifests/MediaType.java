package io.fairlead.registry.manifests;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of manifests that are taken. */
enum MediaType {
  OCI_MANIFEST("application/vnd.oci.image.manifest.v1+json", true),
  OCI_INDEX("application/vnd.oci.image.index.v1+json", true),
  OCI_ARTIFACT("application/vnd.oci.artifact.manifest.v1+json", false),
  DOCKER_MANIFEST("application/vnd.docker.distribution.manifest.v2+json", true),
  DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json", true);

  private final String text;
  private final boolean schema;

  MediaType(String text, boolean schema) {
    this.text = text;
    this.schema = schema;
  }

  static Optional<MediaType> of(String text) {
    return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
  }

  String text() {
    return text;
  }

  /** Whether it has a schemaVersion, which is 2. */
  boolean schema() {
    return schema;
  }
}
