package io.fairlead.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;

/** The contract as Kafka keeps it, with clients set up as the scheduler's are. */
class KafkaBusIT extends BusContract {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int MOST_POLLS = 400;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Override
  Bus bus() {
    return new Kafka("bus-" + UUID.randomUUID());
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private static Map<String, Object> base() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", SharedBroker.bootstrapServers());
    return config;
  }

  private final class Kafka implements Bus {
    private final String topic;
    private final KafkaProducer<String, String> producer;
    private final List<InGroup> members = new ArrayList<>();

    Kafka(String topic) {
      this.topic = topic;
      try (Admin admin = Admin.create(base())) {
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Map<String, Object> config = base();
      config.put("acks", "all");
      this.producer =
          opened(new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
    }

    @Override
    public void send(int partition, String value) {
      try {
        var _ = producer.send(new ProducerRecord<>(topic, partition, "key", value)).get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> config) {
      return opened(
          new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer()));
    }

    @Override
    public Reader readerAtEnd(int partition) {
      KafkaConsumer<String, String> consumer = consumer(base());
      TopicPartition own = new TopicPartition(topic, partition);
      consumer.assign(List.of(own));
      consumer.seek(own, consumer.endOffsets(List.of(own)).get(own));
      return atLeast -> {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < MOST_POLLS && all.size() < atLeast; i++) {
          consumer.poll(POLL).forEach(record -> all.add(record.value()));
        }
        return all;
      };
    }

    @Override
    public Member join(String name) {
      Map<String, Object> config = base();
      config.put("group.id", topic);
      config.put("group.protocol", "classic");
      config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
      config.put("enable.auto.commit", false);
      config.put("auto.offset.reset", "earliest");
      InGroup member = new InGroup(this, consumer(config));
      members.add(member);
      member.consumer.subscribe(List.of(topic));
      settle();
      return member;
    }

    /** Lets all members poll until each partition has one owner, and nobody waits for one. */
    private void settle() {
      for (int i = 0; i < MOST_POLLS && !isSettled(); i++) {
        members.forEach(InGroup::poll);
      }
      assertThat(isSettled()).as("the group settles").isTrue();
    }

    private boolean isSettled() {
      List<Integer> all = members.stream().flatMap(each -> each.own().stream()).toList();
      return all.size() == 2
          && Set.copyOf(all).size() == 2
          && members.stream().noneMatch(each -> each.own().isEmpty());
    }
  }

  private static final class InGroup implements Member {
    private final Kafka bus;
    private final KafkaConsumer<String, String> consumer;
    private final List<String> waiting = new ArrayList<>();

    InGroup(Kafka bus, KafkaConsumer<String, String> consumer) {
      this.bus = bus;
      this.consumer = consumer;
    }

    private Set<Integer> own() {
      return consumer.assignment().stream()
          .map(TopicPartition::partition)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private void poll() {
      consumer.poll(POLL).forEach(record -> waiting.add(record.value()));
    }

    @Override
    public Set<Integer> partitions() {
      return own();
    }

    @Override
    public List<String> read(int atLeast) {
      for (int i = 0; i < MOST_POLLS && waiting.size() < atLeast; i++) {
        poll();
      }
      List<String> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    }

    @Override
    public void commit() {
      consumer.commitSync();
    }

    @Override
    public void rewind() {
      consumer
          .committed(consumer.assignment())
          .forEach(
              (partition, offset) -> {
                if (offset == null) {
                  consumer.seek(partition, 0);
                } else {
                  consumer.seek(partition, new OffsetAndMetadata(offset.offset()));
                }
              });
    }

    @Override
    public void leave() {
      bus.members.remove(this);
      consumer.close();
    }
  }
}
