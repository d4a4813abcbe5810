package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.DeleteTaskDefinitionsRequest;
import io.fairlead.proto.ecs.DeleteTaskDefinitionsResponse;
import io.fairlead.proto.ecs.DeregisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.DeregisterTaskDefinitionResponse;
import io.fairlead.proto.ecs.DescribeTaskDefinitionRequest;
import io.fairlead.proto.ecs.DescribeTaskDefinitionResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionResponse;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionField;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.core.TagRules;
import java.time.Instant;
import java.util.Optional;

/** The operations that register, describe and retire task definitions. */
public record Definitions(
    Realm realm,
    DefinitionStore store,
    SharedReads<RevisionName, Optional<TaskDefinitionRecord>> revisions) {
  private static final int MOST_DELETED = 10;

  public Definitions(Realm realm, DefinitionStore store) {
    this(realm, store, new SharedReads<>(name -> read(store, name)));
  }

  private static Optional<TaskDefinitionRecord> read(DefinitionStore store, RevisionName name) {
    return name.revision().isPresent()
        ? store.find(name.family(), name.revision().getAsInt())
        : store.latestActive(name.family());
  }

  /** RegisterTaskDefinition: each call makes a new revision. */
  public Decision.Reply register(
      RegisterTaskDefinitionRequest request, String principal, Instant now) {
    Optional<String> complaint =
        DefinitionRules.complaint(request).or(() -> TagRules.complaint(request.getTagsList()));
    if (complaint.isPresent()) {
      return refused(complaint.get());
    }
    TaskDefinitionRecord added =
        store.add(
            request.getFamily(),
            revision ->
                TaskDefinitionRecord.newBuilder()
                    .setDefinition(
                        Registration.definition(request).toBuilder()
                            .setRevision(revision)
                            .setTaskDefinitionArn(
                                realm.taskDefinition(request.getFamily(), revision))
                            .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE)
                            .setRegisteredAt(ProtoTime.of(now))
                            .setRegisteredBy(principal))
                    .addAllTags(request.getTagsList())
                    .build());
    return new Done(
        RegisterTaskDefinitionResponse.newBuilder()
            .setTaskDefinition(added.getDefinition())
            .addAllTags(added.getTagsList())
            .build());
  }

  private static Refused refused(String message) {
    return new Refused(new Rejection(Rejection.Type.CLIENT, message));
  }

  /** The revision that a call names; without a number the latest ACTIVE one. */
  public Optional<TaskDefinitionRecord> resolve(String name) {
    return RevisionName.parse(name).flatMap(revisions::get);
  }

  public Decision.Reply describe(DescribeTaskDefinitionRequest request) {
    Optional<TaskDefinitionRecord> found = resolve(request.getTaskDefinition());
    if (found.isEmpty()) {
      return refused(
          "Unable to describe task definition: there is no '" + request.getTaskDefinition() + "'.");
    }
    DescribeTaskDefinitionResponse.Builder response =
        DescribeTaskDefinitionResponse.newBuilder().setTaskDefinition(found.get().getDefinition());
    if (request.getIncludeList().contains(TaskDefinitionField.TASK_DEFINITION_FIELD_TAGS)) {
      response.addAllTags(found.get().getTagsList());
    }
    return new Done(response.build());
  }

  /** DeregisterTaskDefinition: the revision becomes INACTIVE; what runs with it goes on. */
  public Decision.Reply deregister(DeregisterTaskDefinitionRequest request, Instant now) {
    Optional<RevisionName> name = RevisionName.parse(request.getTaskDefinition());
    if (name.isEmpty() || name.get().revision().isEmpty()) {
      return new Refused(
          Rejection.invalid(
              "taskDefinition '"
                  + request.getTaskDefinition()
                  + "' must name a revision, as family:revision or an ARN."));
    }
    return store
        .update(
            name.get().family(),
            name.get().revision().getAsInt(),
            record -> deactivated(record, now))
        .<Decision.Reply>map(
            record ->
                new Done(
                    DeregisterTaskDefinitionResponse.newBuilder()
                        .setTaskDefinition(record.getDefinition())
                        .build()))
        .orElseGet(
            () ->
                refused(
                    "The specified task definition '"
                        + request.getTaskDefinition()
                        + "' does not exist."));
  }

  private static TaskDefinitionRecord deactivated(TaskDefinitionRecord record, Instant now) {
    if (record.getDefinition().getStatus() != TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE) {
      return record;
    }
    TaskDefinition inactive =
        record.getDefinition().toBuilder()
            .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_INACTIVE)
            .setDeregisteredAt(ProtoTime.of(now))
            .build();
    return record.toBuilder().setDefinition(inactive).build();
  }

  /** DeleteTaskDefinitions: INACTIVE revisions can no longer be used for anything new. */
  public Decision.Reply delete(DeleteTaskDefinitionsRequest request, Instant now) {
    if (request.getTaskDefinitionsCount() > MOST_DELETED) {
      return new Refused(
          Rejection.invalid(
              "taskDefinitions: at most " + MOST_DELETED + " can be deleted at once."));
    }
    DeleteTaskDefinitionsResponse.Builder response = DeleteTaskDefinitionsResponse.newBuilder();
    for (String name : request.getTaskDefinitionsList()) {
      deleteOne(name, now, response);
    }
    return new Done(response.build());
  }

  private void deleteOne(String text, Instant now, DeleteTaskDefinitionsResponse.Builder response) {
    Optional<TaskDefinitionRecord> found =
        RevisionName.parse(text)
            .filter(name -> name.revision().isPresent())
            .flatMap(
                name ->
                    store.update(
                        name.family(),
                        name.revision().getAsInt(),
                        record -> deletionRequested(record, now)));
    if (found.isEmpty()) {
      response.addFailures(failure(text, "MISSING", "There is no such revision."));
      return;
    }
    TaskDefinition definition = found.get().getDefinition();
    if (definition.getStatus() == TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE) {
      response.addFailures(
          failure(
              definition.getTaskDefinitionArn(),
              "ACTIVE",
              "The task definition must be deregistered before it can be deleted."));
    } else {
      response.addTaskDefinitions(definition);
    }
  }

  private static TaskDefinitionRecord deletionRequested(TaskDefinitionRecord record, Instant now) {
    if (record.getDefinition().getStatus()
        != TaskDefinitionStatus.TASK_DEFINITION_STATUS_INACTIVE) {
      return record;
    }
    TaskDefinition leaving =
        record.getDefinition().toBuilder()
            .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_DELETE_IN_PROGRESS)
            .setDeleteRequestedAt(ProtoTime.of(now))
            .build();
    return record.toBuilder().setDefinition(leaving).build();
  }

  private static Failure failure(String arn, String reason, String detail) {
    return Failure.newBuilder().setArn(arn).setReason(reason).setDetail(detail).build();
  }
}
