package io.fairlead.agent.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one container, as far as its steps depend on it.
 *
 * @param needs what must be true of others before it is created or started
 * @param startTimeout how long others wait for it to become what they need; null without bound
 * @param restart null where it is not started again
 */
public record ContainerSpec(
    String name,
    String image,
    boolean essential,
    List<Need> needs,
    @Nullable Duration startTimeout,
    Duration stopTimeout,
    @Nullable Restart restart) {

  /** Whether a container that looks like this is to be started again. */
  boolean restarts(ObservedContainer seen) {
    if (restart == null || seen.phase() != Phase.EXITED || seen.failure() != null) {
      return false;
    }
    if (seen.exitCode() == null || seen.startedAt() == null || seen.finishedAt() == null) {
      return false;
    }
    Duration ran = Duration.between(seen.startedAt(), seen.finishedAt());
    return ran.compareTo(restart.minimumRun) >= 0
        && !restart.ignoredExitCodes.contains(seen.exitCode());
  }

  /** What a container needs of another one. */
  public record Need(String container, Condition condition) {}

  /** What another container must have come to; the last four are those of {@code dependsOn}. */
  public enum Condition {
    /** Exists: for {@code volumesFrom}; holds back creation, all others hold back the start. */
    CREATED,
    START,
    COMPLETE,
    SUCCESS,
    HEALTHY
  }

  /**
   * When an exited container is started again.
   *
   * @param minimumRun how long it must have run
   */
  public record Restart(Duration minimumRun, Set<Integer> ignoredExitCodes) {}
}
