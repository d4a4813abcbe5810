package io.fairlead.agent.core;

import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one container.
 *
 * @param runtimeId the engine's id, once created
 * @param imageDigest empty where unknown
 * @param exitCode of the last exit
 * @param failure why it will never start
 * @param retryAt not to be touched before
 * @param doubted events may have been missed
 * @param restartCount how often its restart policy has started it again
 */
public record ObservedContainer(
    Phase phase,
    @Nullable String runtimeId,
    String imageDigest,
    @Nullable Integer exitCode,
    boolean outOfMemory,
    HealthStatus health,
    @Nullable Instant pullStartedAt,
    @Nullable Instant pullStoppedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    List<NetworkBinding> bindings,
    @Nullable Failure failure,
    @Nullable Instant retryAt,
    boolean doubted,
    int restartCount) {

  /** Nothing has been done yet. */
  public static final ObservedContainer ABSENT =
      new ObservedContainer(
          Phase.ABSENT,
          null,
          "",
          null,
          false,
          HealthStatus.HEALTH_STATUS_UNSPECIFIED,
          null,
          null,
          null,
          null,
          List.of(),
          null,
          null,
          false,
          0);

  /** Whether it has run, or still does. */
  public boolean hasStarted() {
    return startedAt != null;
  }

  /** Whether it neither runs nor will unless somebody starts it: exited, removed or failed. */
  public boolean ended() {
    return failure != null
        || phase == Phase.EXITED
        || phase == Phase.REMOVING
        || phase == Phase.REMOVED;
  }

  /** The container while the engine carries out an action on it. */
  ObservedContainer begin(Action.OnContainer action, Instant now) {
    return ContainerFold.begin(this, action, now);
  }

  /** The container after a change. */
  public ObservedContainer after(ContainerChange change) {
    return ContainerFold.apply(this, change);
  }
}
