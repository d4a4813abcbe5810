package io.fairlead.registry.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What repositories are made with that come to be by a push or by a pull through a rule.
 *
 * @param prefix that their names begin with, up to a slash; {@link #ROOT} for all that no other
 *     template is for
 * @param appliedFor occasions, as the ECR API writes them
 * @param policy text of the repository's policy
 * @param lifecyclePolicy text of its lifecycle policy
 * @param tags of the repository, by key
 */
public record CreationTemplate(
    String prefix,
    Optional<String> description,
    List<String> appliedFor,
    TagMutability mutability,
    Optional<String> policy,
    Optional<String> lifecyclePolicy,
    Map<String, String> tags,
    Instant createdAt,
    Instant updatedAt) {
  /** The prefix of the template for all other repositories. */
  public static final String ROOT = "ROOT";

  /** The occasion of a push to a repository that is not there. */
  public static final String CREATE_ON_PUSH = "CREATE_ON_PUSH";

  /** The occasion of the first pull through a rule. */
  public static final String PULL_THROUGH_CACHE = "PULL_THROUGH_CACHE";

  /** What is made where there is no template. */
  static final CreationTemplate NONE =
      new CreationTemplate(
          ROOT,
          Optional.empty(),
          List.of(),
          TagMutability.MUTABLE,
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Instant.EPOCH,
          Instant.EPOCH);
}
