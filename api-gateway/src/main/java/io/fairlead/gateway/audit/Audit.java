package io.fairlead.gateway.audit;

import io.fairlead.gateway.identity.Database;
import io.fairlead.proto.audit.AuditRecord;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The audit trail of this gateway: its way to Kafka, from Kafka to the database, and to readers.
 */
public final class Audit implements AutoCloseable {
  private static final int MOST_WAITING = 20_000;

  private final AuditTrail trail;
  private final AuditKeeper keeper;
  private final AuditService service;

  /**
   * Starts its parts; none of them needs Kafka to be there yet.
   *
   * @param account the key of all records
   * @param kept how long records are kept
   */
  public Audit(
      AuditTopic topic,
      Database database,
      String account,
      Duration kept,
      InstantSource clock,
      MeterRegistry meters) {
    AuditStore store = new AuditStore(database);
    this.trail = new AuditTrail(topic, account, MOST_WAITING, meters);
    this.keeper = new AuditKeeper(topic, store, kept, clock, meters);
    this.service = new AuditService(store);
  }

  /** Takes the record of a call that has ended. Never blocks. */
  public void add(AuditRecord record) {
    trail.add(record);
  }

  /** The gRPC service that reads the trail. */
  public BindableService service() {
    return service;
  }

  @Override
  public void close() {
    trail.close();
    keeper.close();
  }
}
