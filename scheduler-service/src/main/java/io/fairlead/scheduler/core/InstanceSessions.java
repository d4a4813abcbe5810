package io.fairlead.scheduler.core;

import com.google.protobuf.Duration;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import io.fairlead.scheduler.core.Decision.Silent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Instances come, go silent, come back, or are lost. */
record InstanceSessions(Settings settings, Draft draft) {

  /** Registers the instance, anew or again, and answers with all that it should run. */
  Reply connected(Hello hello) {
    String arn = hello.getContainerInstanceArn();
    Optional<InstanceRecord> known = draft.state().instance(arn).map(InstanceState::record);
    Optional<Rejection> refusal = refusal(hello, known);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    InstanceRecord before = known.orElseGet(() -> fresh(hello));
    InstanceRecord record = registered(hello, before);
    put(record, before);
    return new Done(
        Welcome.newBuilder()
            .setContainerInstanceArn(arn)
            .setEpoch(record.getEpoch())
            .setHeartbeat(proto(settings.heartbeat(draft.state().instances().size())))
            .setLease(proto(settings.lease()))
            .setAssignments(Assignments.on(draft.state(), arn))
            .build());
  }

  private static Duration proto(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private Optional<Rejection> refusal(Hello hello, Optional<InstanceRecord> known) {
    String cluster = draft.state().name();
    String own =
        Arn.parse(hello.getContainerInstanceArn())
            .filter(arn -> arn.type().equals("container-instance"))
            .flatMap(Arn::cluster)
            .orElse("");
    if (!own.equals(cluster) || !hello.getCluster().equals(cluster)) {
      return Optional.of(
          Rejection.invalid(
              "An instance belongs to one cluster: %s does not belong to %s."
                  .formatted(hello.getContainerInstanceArn(), cluster)));
    }
    if (draft.state().cluster().isEmpty()) {
      return Optional.of(new Rejection(Rejection.Type.CLUSTER_NOT_FOUND, "Cluster not found."));
    }
    return known
        .filter(record -> record.getInstance().getStatus().equals(Instances.INACTIVE))
        .map(
            record ->
                new Rejection(
                    Rejection.Type.CLIENT,
                    "The container instance was deregistered; let it join again with a new"
                        + " token."));
  }

  private InstanceRecord fresh(Hello hello) {
    return InstanceRecord.newBuilder()
        .setInstance(
            ContainerInstance.newBuilder()
                .setContainerInstanceArn(hello.getContainerInstanceArn())
                .setStatus(Instances.ACTIVE)
                .setRegisteredAt(ProtoTime.of(draft.now()))
                .addAllTags(hello.getTagsList()))
        .build();
  }

  /** Status, tags and the attributes that callers put survive; the agent's own facts are new. */
  private static InstanceRecord registered(Hello hello, InstanceRecord before) {
    ContainerInstance.Builder instance =
        before.getInstance().toBuilder()
            .setAgentConnected(true)
            .setVersion(before.getInstance().getVersion() + 1)
            .clearRegisteredResources()
            .addAllRegisteredResources(hello.getResourcesList())
            .clearAttributes()
            .addAllAttributes(attributes(hello, before.getInstance().getAttributesList()))
            .setVersionInfo(hello.getVersionInfo());
    if (!hello.getEc2InstanceId().isEmpty()) {
      instance.setEc2InstanceId(hello.getEc2InstanceId());
    }
    return before.toBuilder()
        .setInstance(instance)
        .setEpoch(before.getEpoch() + 1)
        .clearLostAt()
        .clearSilent()
        .setAgentAddress(hello.getAgentAddress())
        .build();
  }

  /** Capabilities are the agent's alone; of the others those that it does not name stay. */
  private static List<Attribute> attributes(Hello hello, List<Attribute> before) {
    Map<String, Attribute> byName = new TreeMap<>();
    before.stream()
        .filter(attribute -> !InstanceAttributes.isCapability(attribute.getName()))
        .forEach(attribute -> byName.put(attribute.getName(), attribute));
    hello.getAttributesList().forEach(attribute -> byName.put(attribute.getName(), attribute));
    return List.copyOf(byName.values());
  }

  /** The lease begins to run. The end of an earlier session than the current one means nothing. */
  Reply disconnected(Input.AgentDisconnected gone) {
    draft
        .state()
        .instance(gone.instanceArn())
        .map(InstanceState::record)
        .filter(record -> record.getEpoch() == gone.epoch())
        .filter(record -> record.getInstance().getAgentConnected())
        .ifPresent(record -> away(record, gone.silent()));
    return new Silent();
  }

  /** Who was connected to an earlier owner has a lease's time to come to the new one. */
  Reply recovered(List<Input.Recovered.Session> sessions) {
    for (Input.Recovered.Session session : sessions) {
      draft
          .state()
          .instance(session.instanceArn())
          .map(InstanceState::record)
          .filter(record -> record.getEpoch() == session.epoch())
          .filter(record -> record.getInstance().getAgentConnected() || record.hasLostAt())
          .ifPresent(record -> away(record, false));
    }
    return new Silent();
  }

  /**
   * An observation shows that its agent lives, as while only the gateway is gone: the lease begins
   * anew. Not with each observation, as each time is a row in the database.
   */
  void heard(Observation seen) {
    Instant halfway = draft.now().plus(settings.lease().dividedBy(2));
    draft
        .state()
        .instance(seen.getContainerInstanceArn())
        .map(InstanceState::record)
        .filter(record -> record.getEpoch() == seen.getEpoch() && record.hasLostAt())
        .filter(
            record -> record.getSilent() || ProtoTime.instant(record.getLostAt()).isBefore(halfway))
        .ifPresent(record -> away(record, false));
  }

  private void away(InstanceRecord record, boolean silent) {
    InstanceRecord.Builder after =
        record.toBuilder()
            .setSilent(silent)
            .setLostAt(ProtoTime.of(draft.now().plus(settings.lease())));
    if (record.getInstance().getAgentConnected()) {
      after
          .getInstanceBuilder()
          .setAgentConnected(false)
          .setVersion(record.getInstance().getVersion() + 1);
    }
    put(after.build(), record);
  }

  /** Services look again at what they have there when it falls silent, or is heard again. */
  private void put(InstanceRecord next, InstanceRecord before) {
    draft.put(next);
    if (next.getSilent() != before.getSilent()) {
      draft
          .state()
          .instance(next.getInstance().getContainerInstanceArn())
          .ifPresent(draft::touchServices);
    }
  }

  /** The lease is over: what ran there counts as gone, and will be told so if it comes back. */
  void lost(String arn) {
    Optional<InstanceState> instance = draft.state().instance(arn);
    if (instance.isEmpty()) {
      return;
    }
    draft.put(instance.get().record().toBuilder().clearLostAt().clearSilent().build());
    for (TaskRecord task : new ArrayList<>(instance.get().tasks().toList())) {
      draft.put(
          TaskEnd.declared(
              task,
              TaskStopCode.TASK_STOP_CODE_TERMINATION_NOTICE,
              "Container instance lost: its agent has not been heard of for "
                  + settings.lease().toSeconds()
                  + " s.",
              draft.now()));
    }
  }
}
