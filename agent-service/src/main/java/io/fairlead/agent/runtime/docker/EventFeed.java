package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.command.EventsCmd;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of the engine's events that connects again when it breaks. */
final class EventFeed implements Subscription {
  private static final long RECONNECT_MILLIS = 200;
  private static final long FIRST_CONNECT_SECONDS = 5;

  private final Engine engine;
  private final Question question;
  private final Listener listener;
  private final CountDownLatch connectedOnce = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Stream stream;

  /** What to ask the engine for. */
  interface Question {
    EventsCmd ask(EventsCmd events);
  }

  /** Who is told. Calls come one at a time. */
  interface Listener {
    /** From here on nothing is missed until it is lost. */
    void connected();

    void lost();

    void happened(Event event);
  }

  private EventFeed(Engine engine, Question question, Listener listener) {
    this.engine = engine;
    this.question = question;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("docker-events").start(this::run);
  }

  /** Life and death of the own containers; returns when the engine is sending them. */
  static EventFeed ofContainers(Engine engine, Ownership owner, Listener listener) {
    EventFeed feed =
        new EventFeed(
            engine,
            events ->
                events
                    .withEventTypeFilter(EventType.CONTAINER)
                    .withEventFilter("die", "oom", "destroy", "health_status")
                    .withLabelFilter(
                        Labels.selector(owner).entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .toArray(String[]::new)),
            listener);
    feed.awaitConnected();
    return feed;
  }

  /** Changes of images. */
  static EventFeed ofImages(Engine engine, Images images) {
    return new EventFeed(
        engine,
        events -> events.withEventTypeFilter(EventType.IMAGE),
        new Listener() {
          @Override
          public void connected() {
            images.changed(true);
          }

          @Override
          public void lost() {
            images.changed(false);
          }

          @Override
          public void happened(Event event) {
            images.changed(true);
          }
        });
  }

  private void awaitConnected() {
    try {
      connectedOnce.await(FIRST_CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Stream next = new Stream()) {
        stream = next;
        question.ask(engine.streams().eventsCmd()).exec(next);
        next.awaitCompletion();
      } catch (InterruptedException | IOException | RuntimeException _) {
        // The engine is away, or the feed was closed: the loop's condition knows.
      }
      listener.lost();
      pause();
    }
  }

  private void pause() {
    try {
      if (!closed) {
        Thread.sleep(RECONNECT_MILLIS);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    closed = true;
    Stream current = stream;
    if (current != null) {
      current.end();
    }
    thread.interrupt();
  }

  private final class Stream extends ResultCallbackTemplate<Stream, Event> {
    @Override
    public void onStart(Closeable connection) {
      super.onStart(connection);
      listener.connected();
      connectedOnce.countDown();
    }

    @Override
    public void onNext(Event event) {
      listener.happened(event);
    }

    @Override
    public void onError(Throwable failure) {
      onComplete();
    }

    void end() {
      try {
        close();
      } catch (IOException _) {
        // Nothing is left of the connection.
      }
    }
  }
}
