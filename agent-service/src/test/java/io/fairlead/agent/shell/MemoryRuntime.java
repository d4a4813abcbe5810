package io.fairlead.agent.shell;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import io.fairlead.proto.agent.Assignment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An engine in memory whose containers run until they are stopped or the test ends them. */
final class MemoryRuntime implements ContainerRuntime {
  final Map<String, FoundContainer> containers = new ConcurrentHashMap<>();
  final AtomicInteger starts = new AtomicInteger();
  final AtomicInteger atOnce = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  volatile Duration startTime = Duration.ZERO;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  long running() {
    return containers.values().stream().filter(found -> found.observed().phase().alive()).count();
  }

  /** The container's process ends by itself. */
  void exit(String runtimeId, int exitCode) {
    FoundContainer found = containers.get(runtimeId);
    ContainerChange change = new ContainerChange.Exited(exitCode, false, Instant.now());
    apply(runtimeId, change);
    listeners.forEach(
        listener ->
            listener.accept(
                new RuntimeEvent.OfContainer(
                    found.assignment().getTaskArn(), found.container(), runtimeId, change)));
  }

  private void apply(String runtimeId, ContainerChange change) {
    containers.computeIfPresent(
        runtimeId,
        (_, found) ->
            new FoundContainer(
                runtimeId, found.assignment(), found.container(), found.observed().after(change)));
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        "memory", "1", "1.41", "linux", "x86_64", 2, 1L << 32, Set.of("json-file"));
  }

  @Override
  public ContainerChange.Pulled pull(String image, ImagePullBehavior behavior) {
    return new ContainerChange.Pulled("sha256:0", Instant.now());
  }

  @Override
  public ContainerChange.Created create(Assignment assignment, String container) {
    String id = "c" + ids.incrementAndGet();
    ContainerChange.Created created = new ContainerChange.Created(id);
    containers.put(
        id, new FoundContainer(id, assignment, container, ObservedContainer.ABSENT.after(created)));
    return created;
  }

  @Override
  public ContainerChange.Started start(Assignment assignment, String container, String runtimeId)
      throws EngineFailure {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try {
      Thread.sleep(startTime);
    } catch (InterruptedException e) {
      throw new EngineFailure(EngineFailure.Kind.INTERRUPTED, "interrupted");
    } finally {
      atOnce.decrementAndGet();
    }
    starts.incrementAndGet();
    ContainerChange.Started started = new ContainerChange.Started(Instant.now(), List.of());
    apply(runtimeId, started);
    return started;
  }

  @Override
  public ContainerChange.Exited stop(String runtimeId, Duration timeout) {
    ContainerChange.Exited exited = new ContainerChange.Exited(143, false, Instant.now());
    apply(runtimeId, exited);
    return exited;
  }

  @Override
  public void kill(String runtimeId, String signal) {
    exit(runtimeId, 137);
  }

  @Override
  public void remove(String runtimeId) {
    containers.remove(runtimeId);
  }

  @Override
  public Optional<FoundContainer> inspect(String runtimeId) {
    return Optional.ofNullable(containers.get(runtimeId));
  }

  @Override
  public List<FoundContainer> list() {
    return List.copyOf(containers.values());
  }

  @Override
  public void forget(Assignment assignment) {}

  @Override
  public Subscription events(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Subscription stats(String runtimeId, Consumer<Usage> listener) {
    Instant now = Instant.now();
    listener.accept(new Usage(now, now.toEpochMilli() * 500_000, 1 << 20, 1 << 24, 10, 20));
    return () -> {};
  }

  @Override
  public Subscription logs(String runtimeId, LogQuery query, LogSink sink) {
    String text = "2026-11-23T10:00:00Z hello from " + runtimeId + "\n";
    sink.write(LogSink.Stream.STDOUT, text.getBytes(StandardCharsets.UTF_8));
    sink.done(null);
    return () -> {};
  }

  /** The command repeats its input and ends with the number of its bytes. */
  @Override
  public ExecProcess exec(String runtimeId, ExecRequest request, LogSink output) {
    return new ExecProcess() {
      private int bytes;

      @Override
      public void write(byte[] input) {
        bytes += input.length;
        output.write(LogSink.Stream.STDOUT, input);
      }

      @Override
      public void endInput() {
        output.done(null);
      }

      @Override
      public void resize(int rows, int columns) {}

      @Override
      public int awaitExit() {
        return bytes;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
