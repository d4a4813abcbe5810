package io.fairlead.registry.catalog;

import io.fairlead.registry.names.RepositoryName;
import java.time.Instant;
import java.util.Optional;

/**
 * Says which repositories hold what another registry has.
 *
 * @param prefix that their names begin with, up to a slash; {@link #ROOT} for all that no other
 *     rule is for
 * @param upstream address of the other registry, as it was given
 * @param kind what the ECR API calls the other registry; empty where it was not said
 * @param upstreamPrefix what the names begin with there; {@link #ROOT} for nothing
 */
public record PullThroughRule(
    String prefix,
    String upstream,
    Optional<String> kind,
    String upstreamPrefix,
    Instant createdAt,
    Instant updatedAt) {
  /** No prefix. */
  public static final String ROOT = "ROOT";

  /** How the other registry calls a repository; empty where the rule is not for it. */
  public Optional<RepositoryName> upstreamName(RepositoryName repository) {
    boolean all = prefix.equals(ROOT);
    if (!all && !repository.text().startsWith(prefix + "/")) {
      return Optional.empty();
    }
    String rest = all ? repository.text() : repository.text().substring(prefix.length() + 1);
    return RepositoryName.parse(upstreamPrefix.equals(ROOT) ? rest : upstreamPrefix + "/" + rest);
  }
}
