package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Observation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the producer that Kafka itself brings for tests, which is completed by hand. */
class ObservationOutboxTest {
  private static final int PARTITIONS = 8;

  private final GatedProducer producer = new GatedProducer();
  private final ObservationOutbox outbox =
      new ObservationOutbox(producer, "default", new AgentMetrics(new SimpleMeterRegistry()));

  @AfterEach
  void stop() throws InterruptedException {
    outbox.close();
  }

  @Test
  void sendsNothingBeforeTheFirstEpochAndThenTheLatestOfEachTask() {
    outbox.start();
    outbox.report(seen("a", "PENDING"));
    outbox.report(seen("a", "RUNNING"));
    outbox.report(seen("b", "PENDING"));
    assertThat(producer.history()).isEmpty();

    outbox.epoch(7);

    await().until(() -> producer.history().size() == 2);
    assertThat(sent()).extracting(Observation::getStatus).containsExactly("RUNNING", "PENDING");
    assertThat(sent()).extracting(Observation::getEpoch).containsOnly(7L);
    assertThat(sent()).extracting(Observation::getSequence).containsExactly(1L, 2L);
    assertThat(producer.history())
        .extracting(ProducerRecord::partition)
        .containsOnly(Topics.partition("default", PARTITIONS));
  }

  @Test
  void countsAnewInEachEpoch() {
    outbox.start();
    outbox.epoch(1);
    outbox.report(seen("a", "PENDING"));
    await().until(() -> producer.history().size() == 1);

    outbox.epoch(2);
    outbox.report(seen("a", "RUNNING"));

    await().until(() -> producer.history().size() == 2);
    assertThat(sent().getLast().getEpoch()).isEqualTo(2);
    assertThat(sent().getLast().getSequence()).isEqualTo(1);
  }

  @Test
  void sendsAgainWhatCouldNotBeSent() {
    outbox.start();
    outbox.epoch(1);
    outbox.report(seen("a", "RUNNING"));
    await().until(() -> producer.history().size() == 1);

    producer.errorNext(new TimeoutException("broker away"));

    await().until(() -> producer.history().size() == 2);
    assertThat(sent().getLast().getStatus()).isEqualTo("RUNNING");
    assertThat(sent().getLast().getSequence()).isEqualTo(2);
    assertThat(outbox.delivered("a")).isFalse();
    producer.completeNext();
    assertThat(outbox.delivered("a")).isTrue();
  }

  @Test
  void whoeverReportsSendsWhileTheBrokerAnswers() {
    outbox.start();
    outbox.epoch(1);
    outbox.report(seen("a", "PENDING"));
    await().until(() -> producer.history().size() == 1);
    producer.completeNext();

    outbox.report(seen("a", "RUNNING"));

    assertThat(sent().getLast().getStatus()).isEqualTo("RUNNING");
    assertThat(sent().getLast().getSequence()).isEqualTo(2);
  }

  @Test
  void nobodyWhoReportsWaitsForABrokerThatDoesNotAnswer() {
    producer.gate = new CountDownLatch(1);
    outbox.start();
    outbox.epoch(1);

    outbox.report(seen("a", "PENDING"));
    outbox.report(seen("a", "RUNNING"));
    assertThat(producer.history()).isEmpty();

    producer.gate.countDown();
    await().until(() -> !producer.history().isEmpty());
  }

  @Test
  void doesNotRepeatWhatIsOutdated() {
    outbox.start();
    outbox.epoch(1);
    outbox.report(seen("a", "PENDING"));
    await().until(() -> producer.history().size() == 1);
    outbox.report(seen("a", "RUNNING"));
    await().until(() -> producer.history().size() == 2);

    producer.errorNext(new TimeoutException("broker away"));
    producer.completeNext();
    outbox.report(seen("b", "PENDING"));

    await().until(() -> producer.history().size() == 3);
    assertThat(sent().getLast().getTaskArn()).isEqualTo("b");
    assertThat(outbox.delivered("a")).isTrue();
  }

  /** Does not know the partitions while its gate is shut. */
  private static final class GatedProducer extends MockProducer<String, byte[]> {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    GatedProducer() {
      super(
          cluster(),
          false,
          new RoundRobinPartitioner(),
          new StringSerializer(),
          new ByteArraySerializer());
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.partitionsFor(topic);
    }
  }

  private List<Observation> sent() {
    return producer.history().stream().map(ObservationOutboxTest::read).toList();
  }

  private static Observation read(ProducerRecord<String, byte[]> record) {
    try {
      return Observation.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Observation seen(String task, String status) {
    return Observation.newBuilder().setTaskArn(task).setStatus(status).build();
  }

  private static Cluster cluster() {
    Node node = new Node(0, "localhost", 9092);
    List<PartitionInfo> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(
                number ->
                    new PartitionInfo(
                        Topics.OBSERVATIONS, number, node, new Node[] {node}, new Node[] {node}))
            .toList();
    return new Cluster("c", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
  }
}
