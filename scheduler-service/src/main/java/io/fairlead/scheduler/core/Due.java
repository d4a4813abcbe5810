package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A moment at which an entity must be looked at again. */
public record Due(Instant at, Kind kind, String key) implements Comparable<Due> {
  /**
   * How long a stopped task or a deleted service stays in memory; afterwards only the history has
   * it.
   */
  public static final Duration KEPT = Duration.ofHours(1);

  /** How long a retry with the same token has no second effect. */
  public static final Duration TOKEN_KEPT = Duration.ofHours(24);

  private static final Comparator<Due> ORDER =
      Comparator.comparing(Due::at).thenComparing(Due::kind).thenComparing(Due::key);

  /** What is due. */
  public enum Kind {
    TASK,
    INSTANCE,
    SERVICE,
    TOKEN
  }

  static Optional<Due> of(TaskRecord task) {
    return task.getTask().getLastStatus().equals("STOPPED")
        ? Optional.of(
            new Due(
                ProtoTime.instant(task.getTask().getStoppedAt()).plus(KEPT),
                Kind.TASK,
                task.getTask().getTaskArn()))
        : Optional.empty();
  }

  static Optional<Due> of(InstanceRecord instance) {
    return instance.hasLostAt()
        ? Optional.of(
            new Due(
                ProtoTime.instant(instance.getLostAt()),
                Kind.INSTANCE,
                instance.getInstance().getContainerInstanceArn()))
        : Optional.empty();
  }

  static Optional<Due> of(ServiceRecord service) {
    Stream<Instant> moments =
        service.hasDeletedAt()
            ? Stream.of(ProtoTime.instant(service.getDeletedAt()).plus(KEPT))
            : Stream.concat(
                service.hasLookAt()
                    ? Stream.of(ProtoTime.instant(service.getLookAt()))
                    : Stream.empty(),
                service.getProgressList().stream()
                    .filter(DeploymentProgress::hasRetryAt)
                    .map(progress -> ProtoTime.instant(progress.getRetryAt())));
    return moments
        .min(Comparator.naturalOrder())
        .map(at -> new Due(at, Kind.SERVICE, service.getService().getServiceName()));
  }

  static Due of(TokenRecord token) {
    return new Due(
        ProtoTime.instant(token.getCreatedAt()).plus(TOKEN_KEPT), Kind.TOKEN, token.getKey());
  }

  @Override
  public int compareTo(Due other) {
    return ORDER.compare(this, other);
  }
}
