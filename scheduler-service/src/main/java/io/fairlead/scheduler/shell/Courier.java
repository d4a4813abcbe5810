package io.fairlead.scheduler.shell;

import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.events.ClusterEvent;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Brings messages to their topics. */
record Courier(Producer<String, byte[]> producer) {

  /**
   * Sends without waiting for the broker; blocks while the producer's buffer is full.
   *
   * @throws org.apache.kafka.common.KafkaException if that takes too long or cannot succeed
   */
  void send(Message message, Callback acknowledged) {
    ProducerRecord<String, byte[]> record =
        switch (message) {
          case Message.ToAgent(Assignment assignment) -> record(assignment);
          case Message.ToWatches(ClusterEvent event, Supplier<byte[]> bytes) ->
              new ProducerRecord<>(Topics.EVENTS, event.getClusterArn(), bytes.get());
        };
    // The callback hears what the future would say.
    var _ = producer.send(record, acknowledged);
  }

  private ProducerRecord<String, byte[]> record(Assignment assignment) {
    int partitions = producer.partitionsFor(Topics.ASSIGNMENTS).size();
    return new ProducerRecord<>(
        Topics.ASSIGNMENTS,
        Topics.partition(assignment.getContainerInstanceArn(), partitions),
        assignment.getTaskArn(),
        assignment.toByteArray());
  }
}
