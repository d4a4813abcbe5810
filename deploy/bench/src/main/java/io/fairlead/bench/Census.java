package io.fairlead.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The containers that run on the engines of a lab, as the engines' events tell it: the same witness
 * for whoever starts them.
 */
final class Census {
  private static final long PATIENCE_NANOS = 180_000_000_000L;

  private final Map<String, Set<String>> running = new HashMap<>();
  private final Map<String, Long> endedAt = new HashMap<>();
  private String latest = "";
  private long latestAt;

  /** Listens to an engine until it ends. */
  void listen(String engine, DockerClient docker) {
    synchronized (this) {
      running.put(engine, new HashSet<>());
      endedAt.remove(engine);
    }
    var _ =
        docker
            .eventsCmd()
            .withEventTypeFilter(EventType.CONTAINER)
            .withEventFilter("start", "die")
            .exec(
                new ResultCallback.Adapter<>() {
                  @Override
                  public void onNext(Event event) {
                    seen(engine, event);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    ended(engine);
                  }

                  @Override
                  public void onComplete() {
                    ended(engine);
                  }
                });
  }

  private synchronized void seen(String engine, Event event) {
    Set<String> here = running.getOrDefault(engine, new HashSet<>());
    String id = Objects.requireNonNull(event.getId());
    if ("start".equals(event.getAction())) {
      here.add(id);
      latest = id;
      latestAt = System.nanoTime();
    } else {
      here.remove(id);
    }
    notifyAll();
  }

  private synchronized void ended(String engine) {
    running.remove(engine);
    endedAt.putIfAbsent(engine, System.nanoTime());
    notifyAll();
  }

  /** How many run. */
  synchronized int count() {
    return running.values().stream().mapToInt(Set::size).sum();
  }

  /** How many run on that engine. */
  synchronized int countOn(String engine) {
    return running.getOrDefault(engine, Set.of()).size();
  }

  /** All that run. */
  synchronized Set<String> all() {
    Set<String> all = new HashSet<>();
    running.values().forEach(all::addAll);
    return all;
  }

  /** One that runs on that engine. */
  synchronized String anyOn(String engine) {
    return running.getOrDefault(engine, Set.of()).iterator().next();
  }

  /** When the engine ended, as {@link System#nanoTime} has it. */
  synchronized long awaitEnd(String engine) throws InterruptedException, TimeoutException {
    await("the end of " + engine, () -> endedAt.containsKey(engine));
    return Objects.requireNonNull(endedAt.get(engine));
  }

  /** Waits until so many run; the moment when the last of them started. */
  synchronized long awaitCount(int count) throws InterruptedException, TimeoutException {
    await(count + " containers", () -> count() == count);
    return latestAt;
  }

  /** Waits for the start of a container that is none of these; that moment. */
  synchronized long awaitOther(Set<String> known) throws InterruptedException, TimeoutException {
    await("another container", () -> !latest.isEmpty() && !known.contains(latest));
    return latestAt;
  }

  /** Waits until so many run, none of them one of these. */
  synchronized void awaitAllOthers(Set<String> old, int count)
      throws InterruptedException, TimeoutException {
    await(
        count + " other containers",
        () -> count() == count && all().stream().noneMatch(old::contains));
  }

  private void await(String what, BooleanSupplier condition)
      throws InterruptedException, TimeoutException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException(what + " not within three minutes; there are " + count());
      }
      wait(left);
    }
  }
}
