package io.fairlead.agent.shell;

import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.Usage;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.UsageSample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports in regular intervals what each running task and the whole instance use. A container's
 * first reading only begins its interval. What cannot be sent is dropped: the next sample says as
 * much.
 */
final class UsageReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);

  private final Reservations reservations;
  private final Tasks tasks;
  private final UsageProbe probe;
  private final Producer<String, byte[]> producer;
  private final Duration interval;
  private final InstantSource clock;
  private final Thread thread;
  private Map<String, Usage> previous = Map.of();

  UsageReporter(
      Credentials credentials,
      Registration registration,
      Tasks tasks,
      ContainerRuntime runtime,
      Producer<String, byte[]> producer,
      Duration interval,
      InstantSource clock) {
    this.reservations = new Reservations(credentials, registration);
    this.tasks = tasks;
    this.probe = new UsageProbe(runtime);
    this.producer = producer;
    this.interval = interval;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("usage").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      // Instances that came up together are not all to read and send at the same moments.
      Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(interval.toNanos())));
      while (true) {
        report();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      LOG.debug("usage reporting ends");
    }
  }

  private void report() throws InterruptedException {
    List<TaskDriver> running = tasks.all();
    Set<String> ids = new HashSet<>();
    running.forEach(task -> ids.addAll(runningContainers(task)));
    Map<String, Usage> present = probe.read(ids);
    List<UsageSample> samples = new ArrayList<>();
    for (TaskDriver task : running) {
      sample(task, present).ifPresent(samples::add);
    }
    samples.add(reservations.whole(samples, clock.instant()));
    previous = present;
    samples.forEach(this::send);
  }

  private Optional<UsageSample> sample(TaskDriver task, Map<String, Usage> present) {
    List<UsageDelta> deltas = new ArrayList<>();
    for (String id : runningContainers(task)) {
      Usage before = previous.get(id);
      Usage now = present.get(id);
      if (before != null && now != null) {
        deltas.add(new UsageDelta(before, now));
      }
    }
    return deltas.isEmpty()
        ? Optional.empty()
        : Optional.of(reservations.ofTask(task.wanted().assignment(), deltas, clock.instant()));
  }

  private static List<String> runningContainers(TaskDriver task) {
    List<String> ids = new ArrayList<>();
    task.seen()
        .containers()
        .forEach(
            (_, container) -> {
              String id = container.runtimeId();
              if (container.phase() == Phase.RUNNING && id != null) {
                ids.add(id);
              }
            });
    return ids;
  }

  private void send(UsageSample sample) {
    String key =
        sample.getService().isEmpty() ? sample.getContainerInstanceArn() : sample.getService();
    try {
      producer.send(new ProducerRecord<>(Topics.METRICS, key, sample.toByteArray()));
    } catch (KafkaException e) {
      LOG.debug("usage dropped cause={}", Failures.words(e));
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }
}
