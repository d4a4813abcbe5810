package io.fairlead.registry.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a lifecycle policy looks at of an image.
 *
 * @param pulledAt when it was pulled last; empty where it never was
 * @param subject digest of the image that it belongs to, as a signature does
 * @param parts digests of the images that it lists
 */
public record ImageRecord(
    String digest,
    List<String> tags,
    Instant pushedAt,
    Optional<Instant> pulledAt,
    Optional<String> subject,
    Set<String> parts) {}
