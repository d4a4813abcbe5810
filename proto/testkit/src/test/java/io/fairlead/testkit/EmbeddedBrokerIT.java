package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final String TOPIC = "fairlead.test";

  @TempDir(factory = FastFolder.class)
  Path folder;

  @Test
  void keepsItsDataOverAnOrderlyStopAndOtherPorts() throws Exception {
    try (var broker = start(ports())) {
      write(broker.bootstrapServers(), "one");
    }
    try (var broker = start(ports())) {
      assertThat(read(broker.bootstrapServers(), 1)).containsExactly("one");
    }
  }

  @Test
  void keepsWhatItAcknowledgedWhenItsJvmIsKilled() throws Exception {
    List<Integer> ports = ports();
    Process child = Victim.start("broker", folder, ports);
    write("127.0.0.1:" + ports.getFirst(), "one");
    child.destroyForcibly().waitFor();
    try (var broker = start(ports)) {
      assertThat(read(broker.bootstrapServers(), 1)).containsExactly("one");
    }
  }

  @Test
  void aFolderHasOneBroker() throws Exception {
    try (var broker = start(ports())) {
      assertThatThrownBy(() -> start(ports()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("In use by another process");
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    List<Integer> ports = ports();
    try (var taken = new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(ports))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
    start(ports).close();
  }

  @Test
  void testsShareABroker() throws Exception {
    write(SharedBroker.bootstrapServers(), "shared");
    assertThat(read(SharedBroker.bootstrapServers(), 1)).containsExactly("shared");
  }

  private EmbeddedBroker start(List<Integer> ports) throws IOException {
    long before = System.nanoTime();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Settings(folder, ports.getFirst(), ports.getLast()));
    System.out.println("broker_start_ms=" + (System.nanoTime() - before) / 1_000_000);
    return broker;
  }

  private static List<Integer> ports() {
    return List.of(FreePorts.next(), FreePorts.next());
  }

  private static void write(String servers, String value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all");
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
    var strings = new StringSerializer();
    try (var producer = new KafkaProducer<String, String>(settings, strings, strings)) {
      producer.send(new ProducerRecord<>(TOPIC, value)).get();
    }
  }

  private static List<String> read(String servers, int expected) {
    List<String> values = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    var strings = new StringDeserializer();
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    try (var consumer = new KafkaConsumer<String, String>(settings, strings, strings)) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < expected && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
