package io.fairlead.agent.core;

import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link ObservedContainer} while it is being changed. */
final class ContainerDraft {
  Phase phase;
  @Nullable String runtimeId;
  String imageDigest;
  @Nullable Integer exitCode;
  boolean outOfMemory;
  HealthStatus health;
  @Nullable Instant pullStartedAt;
  @Nullable Instant pullStoppedAt;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  List<NetworkBinding> bindings;
  @Nullable Failure failure;
  @Nullable Instant retryAt;
  boolean doubted;
  int restartCount;

  ContainerDraft(ObservedContainer from) {
    phase = from.phase();
    runtimeId = from.runtimeId();
    imageDigest = from.imageDigest();
    exitCode = from.exitCode();
    outOfMemory = from.outOfMemory();
    health = from.health();
    pullStartedAt = from.pullStartedAt();
    pullStoppedAt = from.pullStoppedAt();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
    bindings = from.bindings();
    failure = from.failure();
    retryAt = from.retryAt();
    doubted = from.doubted();
    restartCount = from.restartCount();
  }

  ObservedContainer container() {
    return new ObservedContainer(
        phase,
        runtimeId,
        imageDigest,
        exitCode,
        outOfMemory,
        health,
        pullStartedAt,
        pullStoppedAt,
        startedAt,
        finishedAt,
        bindings,
        failure,
        retryAt,
        doubted,
        restartCount);
  }
}
