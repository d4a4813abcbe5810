package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.MessageLite;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.proto.state.TokenRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch of entries makes of the tables. */
final class BatchRows {
  private final Columns log = Statements.log();
  private final Columns serviceEvents = Statements.serviceEvents();
  private final Columns droppedEvents = Statements.droppedServiceEvents();
  private final Rows clusters = new Rows(Statements::clusters, Statements.NOTHING);
  private final Rows definitions = new Rows(Statements::definitions, Statements.NOTHING);
  private final Rows instances = new Rows(Statements::instances, Statements.FORGET_INSTANCES);
  private final Rows services = new Rows(Statements::services, Statements.FORGET_SERVICES);
  private final Rows tasks = new Rows(Statements::tasks, Statements.FORGET_TASKS);
  private final Rows tokens = new Rows(Statements::tokens, Statements.FORGET_TOKENS);
  private final int shard;

  BatchRows(int shard, List<Entry> entries) {
    this.shard = shard;
    entries.forEach(this::add);
  }

  private void add(Entry entry) {
    byte[] change = entry.changeBytes();
    log.add(
        shard,
        entry.seq(),
        Timestamps.text(entry.at()),
        entry.cluster(),
        change,
        entry.eventHead());
    switch (entry.change().getChangeCase()) {
      case CLUSTER -> put(entry.change().getCluster());
      case DEFINITION -> put(entry.cluster(), entry.change().getDefinition());
      case INSTANCE -> put(entry.cluster(), entry.at(), entry.change().getInstance(), change);
      case SERVICE -> put(entry.cluster(), entry.change().getService());
      case SERVICE_EVENT -> addEvent(entry);
      case TASK -> put(entry.cluster(), entry.change().getTask(), change);
      case TOKEN -> put(entry.cluster(), entry.change().getToken());
      case FORGET -> forget(entry);
      case FAULT -> {} // in the log alone
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("empty change");
    }
  }

  private void put(ClusterRecord record) {
    String name = record.getCluster().getClusterName();
    clusters.put(name, name, record.getCluster().getStatus(), record.toByteArray());
  }

  private void put(String cluster, TaskDefinitionRecord record) {
    String arn = record.getDefinition().getTaskDefinitionArn();
    definitions.put(cluster + " " + arn, cluster, arn, record.toByteArray());
  }

  /** The record of a change that was serialized: it is all that a change holds, and its end. */
  private static byte[] tail(byte[] change, MessageLite record) {
    return Arrays.copyOfRange(change, change.length - record.getSerializedSize(), change.length);
  }

  private void put(String cluster, Instant at, InstanceRecord record, byte[] change) {
    ContainerInstance instance = record.getInstance();
    instances.put(
        instance.getContainerInstanceArn(),
        instance.getContainerInstanceArn(),
        cluster,
        instance.getStatus(),
        Timestamps.text(at),
        tail(change, record));
  }

  private void put(String cluster, ServiceRecord record) {
    Service service = record.getService();
    services.put(
        service.getServiceArn(),
        service.getServiceArn(),
        cluster,
        service.getServiceName(),
        service.getStatus(),
        record.hasDeletedAt() ? Timestamps.text(record.getDeletedAt()) : null,
        record.toByteArray());
  }

  private void addEvent(Entry entry) {
    if (entry.change().getServiceEvent().hasEvent()) {
      serviceEvents.add(
          entry.cluster(),
          entry.change().getServiceEvent().getService(),
          shard,
          entry.seq(),
          Timestamps.text(entry.at()),
          entry.change().getServiceEvent().toByteArray());
    }
  }

  private void put(String cluster, TaskRecord record, byte[] change) {
    Task task = record.getTask();
    tasks.put(
        task.getTaskArn(),
        task.getTaskArn(),
        cluster,
        family(task),
        task.getLastStatus(),
        Timestamps.text(task.getCreatedAt()),
        stoppedAt(task),
        tail(change, record));
  }

  private static @Nullable String stoppedAt(Task task) {
    return task.hasStoppedAt() ? Timestamps.text(task.getStoppedAt()) : null;
  }

  private static String family(Task task) {
    String arn = task.getTaskDefinitionArn();
    return arn.substring(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));
  }

  private void put(String cluster, TokenRecord record) {
    tokens.put(
        Statements.tokenKey(cluster, record.getKey()),
        cluster,
        record.getKey(),
        Timestamps.text(record.getCreatedAt()),
        record.toByteArray());
  }

  private void forget(Entry entry) {
    Forget forget = entry.change().getForget();
    if (!forget.getTaskArn().isEmpty()) {
      tasks.forget(forget.getTaskArn());
    } else if (!forget.getServiceArn().isEmpty()) {
      services.forget(forget.getServiceArn());
      droppedEvents.add(forget.getServiceArn(), shard, entry.seq());
    } else if (!forget.getInstanceArn().isEmpty()) {
      instances.forget(forget.getInstanceArn());
    } else {
      tokens.forget(Statements.tokenKey(entry.cluster(), forget.getTokenKey()));
    }
  }

  void write(Script script) throws SQLException {
    log.write(script);
    clusters.write(script);
    definitions.write(script);
    instances.write(script);
    services.write(script);
    tasks.write(script);
    tokens.write(script);
    serviceEvents.write(script);
    droppedEvents.write(script);
  }
}
