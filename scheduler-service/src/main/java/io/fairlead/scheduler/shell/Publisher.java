package io.fairlead.scheduler.shell;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.journal.FencedException;
import io.fairlead.scheduler.shell.journal.History;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.Term;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world what a shard has committed: at least once, and in order. It follows the commits
 * while it can; at its start, after a failure, and when too much waits, it reads the events after
 * the watermark from the history and sends the assignments of all unfinished tasks again. A broker
 * that is down delays it and nothing else.
 */
final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final int MOST_WAITING = 50_000;
  private static final int READ_AT_ONCE = 500;
  private static final long BEAT_MILLIS = 250;
  private static final long CLOSE_MILLIS = 2_000;

  private final Term term;
  private final Journal journal;
  private final History history;
  private final Courier courier;
  private final Supplier<CompletableFuture<List<Assignment>>> unfinished;
  private final Counter failures;
  private final Backlog backlog = new Backlog(MOST_WAITING);
  private final Publication publication;
  private final Thread thread;
  private long noted;
  private boolean delayed;
  private long notedAt;

  /**
   * @param unfinished asks for the assignments of all tasks that have a place and have not stopped
   */
  Publisher(
      Term term,
      Journal journal,
      History history,
      Courier courier,
      Supplier<CompletableFuture<List<Assignment>>> unfinished,
      MeterRegistry registry) {
    this.term = term;
    this.journal = journal;
    this.history = history;
    this.courier = courier;
    this.unfinished = unfinished;
    this.failures = registry.counter("fairlead.scheduler.publish.failures");
    this.noted = term.publishedSeq();
    this.publication = new Publication(this::send, noted);
    this.thread = Thread.ofPlatform().name("publish-" + term.shard()).start(this::run);
  }

  /** Takes a batch that has become durable; never blocks. */
  void accept(Committed batch) {
    backlog.add(batch);
  }

  private void run() {
    try {
      while (!backlog.isClosed()) {
        attempt();
      }
      drain();
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("publisher ends early shard={}", term.shard());
    } catch (FencedException e) {
      LOG.info("publisher ends, shard taken shard={}", term.shard());
    }
  }

  private void attempt() throws InterruptedException {
    try {
      if (publication.isBehind()) {
        catchUp();
      }
      publish(backlog.poll(BEAT_MILLIS));
      publication.takeFailure().ifPresent(this::stumble);
      if (backlog.takeDropped()) {
        publication.fallBehind();
      }
      noteAtTimes();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | JournalException | ExecutionException e) {
      stumble(e);
      Thread.sleep(BEAT_MILLIS);
    }
  }

  private void stumble(Exception cause) {
    failures.increment();
    publication.fallBehind();
    if (!delayed) {
      delayed = true;
      LOG.warn("publishing delayed shard={} cause={}", term.shard(), String.valueOf(cause));
    }
  }

  private void catchUp() throws InterruptedException, ExecutionException {
    // What is under way must end first, or it could arrive behind its own repeat.
    while (!publication.awaitAll(BEAT_MILLIS)) {
      if (backlog.isClosed()) {
        return;
      }
    }
    backlog.takeDropped();
    publication.goBack();
    repeatEvents();
    publication.catchUp(unfinished.get().get());
  }

  private void repeatEvents() {
    List<ClusterEvent> events;
    do {
      events = history.shardEvents(term.shard(), publication.sentUpTo(), READ_AT_ONCE);
      publication.repeat(events);
    } while (!events.isEmpty() && !backlog.isClosed());
  }

  private void publish(@Nullable Committed batch) {
    if (batch != null) {
      publication.publish(batch);
    }
  }

  private void send(Message message, Publication.Answered answered) {
    courier.send(message, (_, failure) -> answered.with(isHopeless(failure) ? null : failure));
  }

  /** One that can never be sent must not hold up the others. */
  private boolean isHopeless(@Nullable Exception failure) {
    boolean hopeless =
        failure instanceof RecordTooLargeException || failure instanceof SerializationException;
    if (hopeless) {
      failures.increment();
      LOG.error("message can never be sent shard={}", term.shard(), failure);
    }
    return hopeless;
  }

  private void noteAtTimes() {
    if (System.nanoTime() - notedAt >= BEAT_MILLIS * 1_000_000) {
      note();
    }
  }

  private void note() {
    long watermark = publication.watermark();
    if (watermark > noted) {
      journal.published(term, watermark);
      noted = watermark;
      notedAt = System.nanoTime();
      if (delayed) {
        delayed = false;
        LOG.info("publishing goes on shard={} seq={}", term.shard(), watermark);
      }
    }
  }

  private void drain() throws InterruptedException {
    try {
      for (Committed next = backlog.poll(0); next != null; next = backlog.poll(0)) {
        publish(next);
      }
      publication.awaitAll(CLOSE_MILLIS);
      note();
    } catch (KafkaException | JournalException e) {
      LOG.info(
          "the next owner will publish the rest shard={} cause={}", term.shard(), e.toString());
    }
  }

  /** Sends what has been accepted, if that is quickly done; the rest is the next owner's. */
  @Override
  public void close() {
    backlog.close();
    try {
      if (!thread.join(Duration.ofMillis(CLOSE_MILLIS))) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
