package io.fairlead.agent.shell;

import static java.util.Map.entry;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How the agent's Kafka clients are set: nothing waits for company, nothing acknowledged is lost,
 * order is kept.
 */
record KafkaClients(String bootstrapServers, String clientId) {

  Consumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "client.id",
            clientId,
            "enable.auto.commit",
            false,
            // A position that is gone means that records were missed: the session is renewed then.
            "auto.offset.reset",
            "none",
            "fetch.min.bytes",
            1,
            "reconnect.backoff.max.ms",
            1000),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  Producer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.ofEntries(
            entry("bootstrap.servers", bootstrapServers),
            entry("client.id", clientId),
            entry("acks", "all"),
            entry("enable.idempotence", true),
            // Nothing waits for company; but what comes while a request is under way goes with the
            // next: many agents may share a producer.
            entry("linger.ms", 0),
            entry("max.in.flight.requests.per.connection", 1),
            entry("batch.size", 1 << 18),
            // A failed report is taken up again by its sender, which by then may know something
            // newer.
            entry("request.timeout.ms", 10_000),
            entry("delivery.timeout.ms", 15_000),
            entry("max.block.ms", 5_000),
            entry("reconnect.backoff.max.ms", 1000)),
        new StringSerializer(),
        new ByteArraySerializer());
  }
}
