package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.Event;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.agent.runtime.RuntimeEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the engine's container events; the container's labels are among their attributes. */
final class ContainerEvents implements EventFeed.Listener {
  private static final String HEALTH = "health_status: ";

  private final Consumer<RuntimeEvent> listener;
  private final Set<String> outOfMemory = new HashSet<>();
  private boolean before;

  ContainerEvents(Consumer<RuntimeEvent> listener) {
    this.listener = listener;
  }

  /** At the first connection nothing has been missed: the caller is only about to look. */
  @Override
  public void connected() {
    if (before) {
      listener.accept(new RuntimeEvent.Gap());
    }
    before = true;
  }

  @Override
  public void lost() {
    outOfMemory.clear();
  }

  @Override
  public void happened(Event event) {
    if (event.getActor() == null || event.getActor().getAttributes() == null) {
      return;
    }
    Map<String, String> attributes = event.getActor().getAttributes();
    String id = String.valueOf(event.getActor().getId());
    ContainerChange change = change(String.valueOf(event.getAction()), id, attributes, at(event));
    if (change != null) {
      listener.accept(
          new RuntimeEvent.OfContainer(
              attributes.getOrDefault(Labels.TASK_ARN, ""),
              attributes.getOrDefault(Labels.CONTAINER_NAME, ""),
              id,
              change));
    }
  }

  private @Nullable ContainerChange change(
      String action, String id, Map<String, String> attributes, Instant at) {
    if (action.startsWith(HEALTH)) {
      return new ContainerChange.HealthChanged(
          Inspection.health(action.substring(HEALTH.length())));
    }
    return switch (action) {
      case "oom" -> {
        outOfMemory.add(id);
        yield null;
      }
      case "die" ->
          new ContainerChange.Exited(
              Integer.valueOf(attributes.getOrDefault("exitCode", "0")),
              outOfMemory.remove(id),
              at);
      case "destroy" -> new ContainerChange.Removed();
      default -> null;
    };
  }

  private static Instant at(Event event) {
    return Instant.ofEpochSecond(0, Objects.requireNonNullElse(event.getTimeNano(), 0L));
  }
}
