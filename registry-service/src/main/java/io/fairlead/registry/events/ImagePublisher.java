package io.fairlead.registry.events;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.Topics;
import io.fairlead.proto.images.ImageAction;
import io.fairlead.proto.images.ImageActionType;
import io.fairlead.registry.catalog.ImageActions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what became of images from the database to Kafka: at least once, and within a repository
 * in order. What Kafka has not confirmed stays in the database; a broker that is away delays it and
 * nothing else.
 */
public final class ImagePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImagePublisher.class);
  private static final int MOST_AT_ONCE = 500;
  private static final long BEAT_MILLIS = 250;
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final ImageActions actions;
  private final ImageTopic topic;
  private final Realm realm;
  private final Thread thread;
  private volatile boolean closed;
  private boolean away;

  /** Starts to bring; neither needs Kafka to be there. */
  public ImagePublisher(ImageActions actions, ImageTopic topic, Realm realm) {
    this.actions = actions;
    this.topic = topic;
    this.realm = realm;
    this.thread = Thread.ofPlatform().daemon().name("image-publisher").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        connected();
      }
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("image publisher ends");
    }
  }

  /** Brings until it is closed, or something fails: then with new clients from where it was. */
  private void connected() throws InterruptedException {
    try {
      topic.ensure();
      try (Producer<String, byte[]> producer = topic.producer()) {
        while (!closed) {
          if (bring(producer) < MOST_AT_ONCE) {
            Thread.sleep(BEAT_MILLIS);
          }
        }
        while (bring(producer) == MOST_AT_ONCE) {
          LOG.debug("image publisher brings the rest");
        }
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      if (!away) {
        away = true;
        LOG.warn("image events wait in the database cause={}", e.toString());
      }
      Thread.sleep(BEAT_MILLIS);
    }
  }

  private int bring(Producer<String, byte[]> producer) throws InterruptedException {
    List<ImageActions.Row> rows = actions.first(MOST_AT_ONCE);
    List<Future<?>> answers = new ArrayList<>();
    for (ImageActions.Row row : rows) {
      ImageAction action = action(row);
      answers.add(
          producer.send(
              new ProducerRecord<>(
                  Topics.IMAGES, action.getRepositoryArn(), action.toByteArray())));
    }
    for (Future<?> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        throw new KafkaException(e.getCause());
      }
    }
    if (!rows.isEmpty()) {
      actions.told(rows);
    }
    if (away) {
      away = false;
      LOG.info("image events reach Kafka again");
    }
    return rows.size();
  }

  private ImageAction action(ImageActions.Row row) {
    String arn =
        new Arn("ecr", realm.region(), realm.account(), "repository", row.repository()).toString();
    return ImageAction.newBuilder()
        .setPosition(row.position())
        .setTime(ProtoTime.of(row.at()))
        .setRepositoryArn(arn)
        .setRepositoryName(row.repository())
        .setActionType(ImageActionType.valueOf("IMAGE_ACTION_TYPE_" + row.action()))
        .setImageDigest(row.digest())
        .setImageTag(row.tag().orElse(""))
        .build();
  }

  /** Brings what waits, if Kafka is there and it is quickly done. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(CLOSE)) {
        thread.interrupt();
        thread.join(CLOSE);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
