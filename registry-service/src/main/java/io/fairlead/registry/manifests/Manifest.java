package io.fairlead.registry.manifests;

import java.util.List;
import java.util.Optional;

/**
 * What the registry needs to know of a manifest.
 *
 * @param blobs digests of the blobs that must be in the repository
 * @param manifests digests of the manifests that must be in the repository
 * @param subject digest of the manifest that this one is about; it need not be there
 * @param artifactType what the manifest is listed under as a referrer
 * @param annotations as JSON
 */
public record Manifest(
    String mediaType,
    List<String> blobs,
    List<String> manifests,
    Optional<String> subject,
    Optional<String> artifactType,
    Optional<String> annotations) {

  /** The same where the manifests that it lists need not be there. */
  public Manifest withoutParts() {
    return new Manifest(mediaType, blobs, List.of(), subject, artifactType, annotations);
  }
}
