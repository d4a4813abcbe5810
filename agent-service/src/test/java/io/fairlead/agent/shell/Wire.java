package io.fairlead.agent.shell;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** The scheduler's end of the topics. */
final class Wire implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final int OBSERVED = Topics.partition("default", PARTITIONS);

  private final Producer<String, byte[]> producer;
  private final Consumer<String, byte[]> consumer;

  Wire(String bootstrapServers) {
    KafkaClients kafka = new KafkaClients(bootstrapServers, "test");
    producer = kafka.producer();
    consumer = kafka.consumer();
  }

  static void createTopics(String bootstrapServers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              Stream.of(
                      new NewTopic(Topics.ASSIGNMENTS, PARTITIONS, (short) 1),
                      new NewTopic(Topics.OBSERVATIONS, PARTITIONS, (short) 1),
                      new NewTopic(Topics.METRICS, 1, (short) 1),
                      new NewTopic(Topics.DEAD_LETTERS, 1, (short) 1))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new AssertionError(e);
      }
    }
  }

  void assign(Assignment assignment) {
    send(assignment.getTaskArn(), assignment.toByteArray());
  }

  void send(String key, byte[] value) {
    producer.send(
        new ProducerRecord<>(
            Topics.ASSIGNMENTS,
            Topics.partition(ScriptedGateway.INSTANCE, PARTITIONS),
            key,
            value));
  }

  /** Reads from now on what is observed in the cluster. */
  void followObservations() {
    follow(Topics.OBSERVATIONS, OBSERVED);
  }

  /** Reads all that was ever observed in the cluster. */
  void followObservationsFromTheStart() {
    TopicPartition followed = new TopicPartition(Topics.OBSERVATIONS, OBSERVED);
    consumer.assign(List.of(followed));
    consumer.seek(followed, 0);
  }

  void follow(String topic, int partition) {
    TopicPartition followed = new TopicPartition(topic, partition);
    consumer.assign(List.of(followed));
    consumer.seek(followed, consumer.endOffsets(List.of(followed)).get(followed));
  }

  /** The next records, at least one. */
  List<ConsumerRecord<String, byte[]>> poll() {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100)).forEach(records::add);
              return !records.isEmpty();
            });
    return records;
  }

  /** The observations up to the first that is as wanted, and what came with it. */
  List<Observation> observations(Predicate<Observation> wanted) {
    List<Observation> seen = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              poll().forEach(record -> seen.add(parse(record)));
              return seen.stream().anyMatch(wanted);
            });
    return seen;
  }

  private static Observation parse(ConsumerRecord<String, byte[]> record) {
    try {
      return Observation.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
