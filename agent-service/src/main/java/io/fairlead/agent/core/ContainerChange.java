package io.fairlead.agent.core;

import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a container: the outcome of an action, or an event of the engine. */
public sealed interface ContainerChange {

  /**
   * The image is there.
   *
   * @param imageDigest {@code sha256:...}; empty where the engine knows none
   */
  record Pulled(String imageDigest, Instant at) implements ContainerChange {}

  record Created(String runtimeId) implements ContainerChange {}

  record Started(Instant at, List<NetworkBinding> bindings) implements ContainerChange {}

  /**
   * The container's process has ended.
   *
   * @param exitCode null where nobody knows, e.g. because the container was deleted by somebody
   */
  record Exited(@Nullable Integer exitCode, boolean outOfMemory, Instant at)
      implements ContainerChange {}

  record HealthChanged(HealthStatus health) implements ContainerChange {}

  record Removed() implements ContainerChange {}

  /** The container will never start. */
  record Failed(Failure failure, Instant at) implements ContainerChange {}

  /** The action came to nothing, and is worth another try then: the engine was away. */
  record Deferred(String reason, Instant retryAt) implements ContainerChange {}

  /**
   * The container as the engine describes it, which overrules what was seen before, unless it would
   * set the container back.
   */
  record Found(ObservedContainer container) implements ContainerChange {}
}
