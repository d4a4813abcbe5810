package io.fairlead.scheduler.simulation;

import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.Committed;
import io.fairlead.scheduler.shell.Message;
import io.fairlead.scheduler.shell.Publication;
import io.fairlead.scheduler.shell.journal.FencedException;
import io.fairlead.scheduler.shell.journal.Term;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the bus what a shard has committed, as the product's {@code Publisher} does with a thread;
 * what it goes by is {@link Publication}.
 */
final class PublishingLoop {
  private static final long BEAT = 250;
  private static final int READ_AT_ONCE = 500;

  private final World world;
  private final Replica home;
  private final ShardLife shard;
  private final Term term;
  private final Publication publication;
  private final Deque<Committed> backlog = new ArrayDeque<>();
  private long noted;
  private boolean catchingUp;
  private boolean beating;
  private boolean closed;

  PublishingLoop(World world, Replica home, ShardLife shard, Term term) {
    this.world = world;
    this.home = home;
    this.shard = shard;
    this.term = term;
    this.noted =
        world.rules().has(Defect.PUBLISH_FROM_OWN_BEGINNING) ? term.lastSeq() : term.publishedSeq();
    this.publication = new Publication(this::send, noted);
  }

  void accept(Committed batch) {
    backlog.add(batch);
    if (!publication.isBehind()) {
      publishAll();
    }
    beat();
  }

  private void publishAll() {
    while (!publication.isBehind() && !backlog.isEmpty()) {
      publication.publish(backlog.removeFirst());
    }
  }

  private void send(Message message, Publication.Answered answered) {
    switch (message) {
      case Message.ToAgent(Assignment assignment) ->
          home.bus()
              .send(
                  Topics.ASSIGNMENTS,
                  world.partitionOf(assignment.getContainerInstanceArn()),
                  assignment.getTaskArn(),
                  assignment.toByteArray(),
                  failure -> answered.with(forgiven(failure)));
      case Message.ToWatches(ClusterEvent event, Supplier<byte[]> bytes) ->
          home.bus()
              .send(
                  Topics.EVENTS,
                  world.partitionOf(event.getClusterArn()),
                  event.getClusterArn(),
                  bytes.get(),
                  failure -> answered.with(forgiven(failure)));
    }
  }

  private @Nullable Exception forgiven(@Nullable Exception failure) {
    return world.rules().has(Defect.IGNORE_LOST_RECORDS) ? null : failure;
  }

  private void beat() {
    if (!beating && !closed) {
      beating = true;
      world.agenda().after(BEAT, home.life().within(this::beatNow));
    }
  }

  private void beatNow() {
    beating = false;
    attempt();
    note();
  }

  /** Catches up where that is due, and publishes what waits. */
  void attempt() {
    if (closed || catchingUp) {
      return;
    }
    publication.takeFailure();
    if (publication.isBehind()) {
      beat();
      catchUp();
    } else {
      publishAll();
    }
  }

  private void catchUp() {
    if (!nothingIsUnderWay()) {
      return;
    }
    catchingUp = true;
    publication.goBack();
    repeat();
  }

  private boolean nothingIsUnderWay() {
    try {
      return publication.awaitAll(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void repeat() {
    home.store()
        .ask(
            () ->
                home.store()
                    .store()
                    .shardEvents(term.shard(), publication.sentUpTo(), READ_AT_ONCE),
            (events, failure) -> {
              if (failure == null && !closed) {
                repeat(Objects.requireNonNull(events));
              } else {
                catchingUp = false;
              }
            });
  }

  private void repeat(List<ClusterEvent> events) {
    publication.repeat(events);
    if (!events.isEmpty()) {
      repeat();
      return;
    }
    shard.assignments(
        unfinished -> {
          catchingUp = false;
          if (!closed) {
            publication.catchUp(unfinished);
            publishAll();
          }
        });
  }

  private void note() {
    long watermark =
        world.rules().has(Defect.NOTE_WHAT_IS_SENT)
            ? publication.sentUpTo()
            : publication.watermark();
    if (watermark > noted && !closed) {
      home.store()
          .ask(
              () -> {
                home.store().store().published(term, watermark);
                return watermark;
              },
              (_, failure) -> {
                if (failure == null) {
                  noted = Math.max(noted, watermark);
                } else if (failure instanceof FencedException) {
                  close();
                }
              });
    }
    if (publication.isBehind() || noted < publication.sentUpTo() || !backlog.isEmpty()) {
      beat();
    }
  }

  void close() {
    closed = true;
  }
}
