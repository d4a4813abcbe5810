package io.fairlead.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.gateway.identity.Database;
import io.fairlead.proto.Topics;
import io.fairlead.proto.audit.AuditRecord;
import io.fairlead.testkit.EmbeddedBroker;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail while Kafka and the database come and go. */
final class AuditKeepingIT {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration KEPT = Duration.ofDays(90);

  private static HikariDataSource pool;
  private static AuditStore store;

  @BeforeAll
  static void database() {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    pool = new HikariDataSource(config);
    store = new AuditStore(new Database(pool));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static AuditRecord record(String id, Instant at) {
    return AuditRecord.newBuilder()
        .setRequestId(id)
        .setTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
        .setOperation("RunTask")
        .setCluster("nul\0")
        .build();
  }

  private static List<String> stored(String operation) {
    return store
        .list(
            new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1_000))
        .stream()
        .map(AuditRecord::getRequestId)
        .toList();
  }

  @Test
  void recordsWaitForKafkaOutsideOfTheCallAndPoisonDoesNotBlockThem(@TempDir Path folder)
      throws Exception {
    int port = FreePorts.next();
    AuditTopic topic = new AuditTopic("127.0.0.1:" + port, 1);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (AuditTrail trail = new AuditTrail(topic, "000000000000", 50, meters)) {
      Instant began = Instant.now();
      IntStream.range(0, 80).forEach(i -> trail.add(record("waited-" + i, NOW)));
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMillis(500));
      assertThat(meters.counter("fairlead.gateway.audit.dropped").count()).isEqualTo(30);

      try (EmbeddedBroker broker =
              EmbeddedBroker.start(new EmbeddedBroker.Settings(folder, port, FreePorts.next()));
          AuditKeeper keeper =
              new AuditKeeper(topic, store, KEPT, InstantSource.fixed(NOW), meters)) {
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() -> assertThat(stored("RunTask")).hasSize(50));
        poison(topic);
        trail.add(record("after", NOW));
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(stored("RunTask")).contains("after"));
        assertThat(meters.counter("fairlead.gateway.audit.unreadable").count()).isEqualTo(1);
      }
    }
  }

  private static void poison(AuditTopic topic) throws Exception {
    try (var producer = topic.producer()) {
      producer
          .send(new ProducerRecord<>(Topics.AUDIT, "000000000000", new byte[] {(byte) 0xff}))
          .get();
    }
  }

  @Test
  void aRepeatChangesNothingAndWhatIsOldGoes() {
    List<AuditRecord> records =
        List.of(
            record("old", NOW.minus(KEPT).minusSeconds(1)).toBuilder().setOperation("Old").build(),
            record("new", NOW).toBuilder().setOperation("Old").build());
    store.add(records);
    store.add(records);
    assertThat(stored("Old")).containsExactly("new", "old");

    assertThat(store.prune(NOW.minus(KEPT))).isEqualTo(1);

    assertThat(stored("Old")).containsExactly("new");
  }
}
