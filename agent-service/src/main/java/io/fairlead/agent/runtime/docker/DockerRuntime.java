package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.agent.runtime.Environment;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.NetworkBinding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A Docker engine. */
public final class DockerRuntime implements ContainerRuntime {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Engine engine;
  private final Ownership owner;
  private final InstantSource clock;
  private final Images images;
  private final TaskVolumes volumes;
  private final TaskLimitsChoice limits;
  private final EventFeed imageEvents;

  /**
   * Connects when first asked; the engine may still be away.
   *
   * @param owner whose containers are one's own
   */
  public DockerRuntime(DockerSettings settings, Ownership owner, InstantSource clock) {
    this.engine = new Engine(settings.host(), settings.callTimeout());
    this.owner = owner;
    this.clock = clock;
    this.images = new Images(engine, settings.access());
    this.volumes = new TaskVolumes(engine, Labels.selector(owner));
    this.limits = new TaskLimitsChoice(engine, settings, owner, CGROUPS);
    this.imageEvents = EventFeed.ofImages(engine, images);
  }

  @Override
  public EngineInfo info() throws EngineFailure {
    Info info = engine.call(client -> client.infoCmd().exec());
    String api = engine.call(client -> client.versionCmd().exec().getApiVersion());
    limits.of(info);
    Map<String, List<String>> plugins = Objects.requireNonNullElse(info.getPlugins(), Map.of());
    return new EngineInfo(
        "docker",
        String.valueOf(info.getServerVersion()),
        String.valueOf(api),
        String.valueOf(info.getOperatingSystem()),
        String.valueOf(info.getArchitecture()),
        Objects.requireNonNullElse(info.getNCPU(), 1),
        Objects.requireNonNullElse(info.getMemTotal(), 0L),
        Set.copyOf(plugins.getOrDefault("Log", List.of())));
  }

  @Override
  public ContainerChange.Pulled pull(String image, ImagePullBehavior behavior)
      throws EngineFailure {
    String digest = images.ensure(image, behavior);
    return new ContainerChange.Pulled(digest, clock.instant());
  }

  @Override
  public ContainerChange.Created create(Assignment assignment, String container)
      throws EngineFailure {
    Blueprint blueprint = Blueprint.of(assignment, container);
    Map<String, String> environment = Environment.of(blueprint.container());
    volumes.prepare(blueprint);
    Optional<String> cgroup = limits.get().prepare(blueprint);
    String image = images.name(blueprint.container().getImage());
    Creation creation = new Creation(blueprint, image, new PortPlan(blueprint), cgroup);
    Map<String, String> labels = Labels.of(owner, blueprint);
    Optional<String> created =
        engine.call(client -> create(creation.order(client, environment, labels)));
    return new ContainerChange.Created(created.isPresent() ? created.get() : adopt(blueprint));
  }

  /** Empty where there is a container of that name. */
  private static Optional<String> create(CreateContainerCmd order) {
    try {
      return Optional.of(order.exec().getId());
    } catch (ConflictException _) {
      return Optional.empty();
    }
  }

  /**
   * A container that was created before the agent could take note of it. The engine gives its name
   * away before it lists the container, so that an earlier call may still be under way.
   */
  private String adopt(Blueprint blueprint) throws EngineFailure {
    String name = blueprint.engineName(blueprint.container().getName());
    InspectContainerResponse found =
        engine
            .call(client -> Inspection.ask(client, name))
            .orElseThrow(
                () ->
                    new EngineFailure(
                        EngineFailure.Kind.BUSY,
                        "the name " + name + " is taken, but its container is not there yet"));
    if (!isOf(blueprint, Inspection.labels(found))) {
      throw new EngineFailure(
          EngineFailure.Kind.REFUSED,
          "the name " + name + " is taken by a container of somebody else");
    }
    return found.getId();
  }

  private boolean isOf(Blueprint blueprint, Map<String, String> labels) {
    return labels.entrySet().containsAll(Labels.selector(owner).entrySet())
        && blueprint.assignment().getTaskArn().equals(labels.get(Labels.TASK_ARN));
  }

  @Override
  public ContainerChange.Started start(Assignment assignment, String container, String runtimeId)
      throws EngineFailure {
    Blueprint blueprint = Blueprint.of(assignment, container);
    limits.get().prepare(blueprint); // The machine may have been started anew since the creation.
    engine.call(client -> start(client, runtimeId));
    Instant at = clock.instant();
    PortPlan ports = new PortPlan(blueprint);
    List<NetworkBinding> bindings = ports.isOpen() ? askPorts(runtimeId) : ports.fixed();
    return new ContainerChange.Started(at, bindings);
  }

  private List<NetworkBinding> askPorts(String runtimeId) throws EngineFailure {
    return engine
        .call(client -> Inspection.ask(client, runtimeId))
        .map(inspected -> PortPlan.of(inspected.getNetworkSettings().getPorts()))
        .orElse(List.of());
  }

  private static boolean start(DockerClient client, String runtimeId) {
    try {
      client.startContainerCmd(runtimeId).exec();
      return true;
    } catch (NotModifiedException _) {
      return false;
    }
  }

  @Override
  public ContainerChange.Exited stop(String runtimeId, Duration timeout) throws EngineFailure {
    int seconds = Math.toIntExact(timeout.plusMillis(999).toSeconds());
    engine.wait(client -> stop(client, runtimeId, seconds));
    return inspect(runtimeId)
        .map(FoundContainer::observed)
        .map(
            seen ->
                new ContainerChange.Exited(
                    seen.exitCode(),
                    seen.outOfMemory(),
                    Objects.requireNonNullElseGet(seen.finishedAt(), clock::instant)))
        .orElseGet(() -> new ContainerChange.Exited(null, false, clock.instant()));
  }

  private static boolean stop(DockerClient client, String runtimeId, int seconds) {
    try {
      client.stopContainerCmd(runtimeId).withTimeout(seconds).exec();
      return true;
    } catch (NotModifiedException _) {
      return false;
    }
  }

  @Override
  public void kill(String runtimeId, String signal) throws EngineFailure {
    engine.call(client -> client.killContainerCmd(runtimeId).withSignal(signal).exec());
  }

  @Override
  public void remove(String runtimeId) throws EngineFailure {
    engine.call(client -> remove(client, runtimeId));
  }

  private static boolean remove(DockerClient client, String runtimeId) {
    try {
      client.removeContainerCmd(runtimeId).withForce(true).withRemoveVolumes(true).exec();
      return true;
    } catch (NotFoundException | ConflictException _) {
      return false;
    }
  }

  @Override
  public Optional<FoundContainer> inspect(String runtimeId) throws EngineFailure {
    return engine.call(client -> Inspection.ask(client, runtimeId)).flatMap(Inspection::read);
  }

  @Override
  public List<FoundContainer> list() throws EngineFailure {
    List<Container> own =
        engine.call(
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Labels.selector(owner))
                    .exec());
    List<FoundContainer> found = new ArrayList<>();
    for (Container container : own) {
      inspect(container.getId()).ifPresent(found::add);
    }
    return found;
  }

  @Override
  public void forget(Assignment assignment) throws EngineFailure {
    limits.get().forget(Arn.nameOf(assignment.getTaskArn()));
    volumes.delete(assignment);
  }

  @Override
  public Subscription events(Consumer<RuntimeEvent> listener) throws EngineFailure {
    return EventFeed.ofContainers(engine, owner, new ContainerEvents(listener));
  }

  @Override
  public Subscription stats(String runtimeId, Consumer<Usage> listener) {
    return StatsFeed.open(engine, runtimeId, listener, clock);
  }

  @Override
  public Subscription logs(String runtimeId, LogQuery query, LogSink sink) {
    return LogFeed.open(engine, runtimeId, query, sink);
  }

  @Override
  public ExecProcess exec(String runtimeId, ExecRequest request, LogSink output)
      throws EngineFailure {
    return DockerExec.start(engine, runtimeId, request, output);
  }

  @Override
  public void close() {
    imageEvents.close();
    limits.close();
    engine.close();
  }
}
