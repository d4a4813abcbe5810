package io.fairlead.scheduler.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Observation;
import io.fairlead.scheduler.core.Input;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes the records of the topic of observations to the shards; parks what cannot be read. */
record Observations(Shards shards, DeadLetters letters) {

  /** Hands a record to its shard, and tells the feed when that is durable. */
  void take(ConsumerRecord<String, byte[]> record, ObservationFeed feed) {
    int round = feed.handed(record.offset());
    Optional<Observation> observation = parse(record);
    Optional<String> cluster = observation.flatMap(seen -> cluster(seen, record));
    if (cluster.isEmpty()) {
      feed.completed(round, record.offset(), null);
      return;
    }
    var _ =
        shards
            .seen(cluster.get(), (now, seed) -> new Input.Observed(now, seed, observation.get()))
            .whenComplete((_, failure) -> finish(record, feed, round, failure));
  }

  private Optional<Observation> parse(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      letters.park(record, "no value");
      return Optional.empty();
    }
    try {
      return Optional.of(Observation.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      letters.park(record, "not an observation: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> cluster(Observation seen, ConsumerRecord<String, byte[]> record) {
    Optional<String> cluster =
        Arn.parse(seen.getTaskArn())
            .flatMap(Arn::cluster)
            .filter(name -> shards.of(name) == record.partition());
    if (cluster.isEmpty()) {
      letters.park(record, "no cluster of this shard in the task's ARN " + seen.getTaskArn());
    }
    return cluster;
  }

  private void finish(
      ConsumerRecord<String, byte[]> record,
      ObservationFeed feed,
      int round,
      @Nullable Throwable failure) {
    if (failure == null || isTransient(failure)) {
      feed.completed(round, record.offset(), failure);
    } else {
      letters.park(record, failure.toString());
      feed.completed(round, record.offset(), null);
    }
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof RetryException || failure instanceof NotOwnerException;
  }
}
