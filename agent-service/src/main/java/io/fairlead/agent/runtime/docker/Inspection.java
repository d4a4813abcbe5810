package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.proto.ecs.HealthStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container as the engine describes it. */
final class Inspection {
  private Inspection() {}

  static Optional<InspectContainerResponse> ask(DockerClient client, String idOrName) {
    try {
      return Optional.of(client.inspectContainerCmd(idOrName).exec());
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  /** Reads an own container; empty where its labels do not tell what it was created for. */
  static Optional<FoundContainer> read(InspectContainerResponse inspected) {
    Map<String, String> labels = labels(inspected);
    return Labels.assignment(labels)
        .map(
            assignment ->
                new FoundContainer(
                    inspected.getId(),
                    assignment,
                    labels.getOrDefault(Labels.CONTAINER_NAME, ""),
                    observed(inspected)));
  }

  static Map<String, String> labels(InspectContainerResponse inspected) {
    Map<String, String> labels = inspected.getConfig().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static ObservedContainer observed(InspectContainerResponse inspected) {
    InspectContainerResponse.ContainerState state = inspected.getState();
    Phase phase = phase(String.valueOf(state.getStatus()));
    boolean exited = phase == Phase.EXITED;
    return new ObservedContainer(
        phase,
        inspected.getId(),
        "",
        exited ? Math.toIntExact(Objects.requireNonNullElse(state.getExitCodeLong(), 0L)) : null,
        Boolean.TRUE.equals(state.getOOMKilled()),
        health(state.getHealth() == null ? "" : String.valueOf(state.getHealth().getStatus())),
        null,
        null,
        time(state.getStartedAt()),
        exited ? time(state.getFinishedAt()) : null,
        phase == Phase.RUNNING ? PortPlan.of(inspected.getNetworkSettings().getPorts()) : List.of(),
        null,
        null,
        false,
        0);
  }

  private static Phase phase(String status) {
    return switch (status) {
      case "created" -> Phase.CREATED;
      case "running", "paused", "restarting" -> Phase.RUNNING;
      case "removing" -> Phase.REMOVING;
      default -> Phase.EXITED;
    };
  }

  /** The engine says {@code starting} for as long as it cannot tell. */
  static HealthStatus health(String status) {
    return switch (status) {
      case "healthy" -> HealthStatus.HEALTH_STATUS_HEALTHY;
      case "unhealthy" -> HealthStatus.HEALTH_STATUS_UNHEALTHY;
      case "starting" -> HealthStatus.HEALTH_STATUS_UNKNOWN;
      default -> HealthStatus.HEALTH_STATUS_UNSPECIFIED;
    };
  }

  /** Year 1 stands for never. */
  private static @Nullable Instant time(@Nullable String text) {
    return text == null || text.startsWith("0001") ? null : Instant.parse(text);
  }
}
