package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings the tasks of services to what the services want: after each input for every service that
 * it touched, and when a service is due.
 */
record Deployments(Draft draft, ServiceTasks tasks) {
  /** How long ECS keeps silent about a cause that it has told. */
  private static final Duration SILENCE = Duration.ofHours(6);

  /** Goes on until no service is touched any more. */
  void settle() {
    while (true) {
      wakeWaiting();
      Optional<String> touched = draft.takeTouchedService();
      if (touched.isEmpty()) {
        return;
      }
      draft.state().service(touched.get()).ifPresent(this::reconcile);
    }
  }

  private void wakeWaiting() {
    if (draft.takeRoomTouched()) {
      draft.state().services().stream()
          .filter(Deployments::waitsForRoom)
          .forEach(record -> draft.touch(record.getService().getServiceName()));
    }
  }

  /** A daemon follows the instances, and waits to leave one that is drained. */
  private static boolean waitsForRoom(ServiceRecord record) {
    return !record.getPlacementComplaint().isEmpty() || Reach.isDaemon(record);
  }

  private void reconcile(ServiceRecord record) {
    List<TaskRecord> ended = draft.takeEnded(record.getService().getServiceName());
    switch (record.getService().getStatus()) {
      case "ACTIVE" -> rollOut(record, ended);
      case "DRAINING" -> drain(record);
      default -> {}
    }
  }

  private void drain(ServiceRecord record) {
    String name = record.getService().getServiceName();
    List<TaskRecord> left =
        draft.state().tasksOf(name).stream().filter(task -> !TaskHealth.stopping(task)).toList();
    String reason = Rollout.scaling(Reach.primary(record).getId());
    left.forEach(task -> tasks.stop(task, reason));
    new ServiceEvents(draft, name).stopped(left);
    if (draft.state().tasksOf(name).isEmpty()) {
      draft.put(inactive(record));
    }
  }

  private ServiceRecord inactive(ServiceRecord record) {
    return record.toBuilder()
        .setService(record.getService().toBuilder().setStatus("INACTIVE").clearDeployments())
        .clearProgress()
        .clearLookAt()
        .setDeletedAt(ProtoTime.of(draft.now()))
        .build();
  }

  private void rollOut(ServiceRecord record, List<TaskRecord> ended) {
    ServiceEvents events = new ServiceEvents(draft, record.getService().getServiceName());
    TaskHealth health = new TaskHealth(draft.state(), record.getService(), draft.now());
    Reach reach = Reach.of(draft.state(), tasks, record);
    Roster roster = roster(record, reach, health);
    DeploymentProgress before = record.getProgress(0);
    DeploymentProgress attended =
        DeploymentImages.of(draft.state(), record, attend(before, roster, ended, health))
            .with(ofPrimary(before, roster, ended));
    ServiceRecord known = record.toBuilder().setProgress(0, attended).build();
    DeploymentImages images = DeploymentImages.of(draft.state(), known, attended);
    Rollout rollout = new Rollout(draft, tasks, known, reach, health, roster, attended, images);
    rollout.step();
    report(rollout, health, events);
    if (!Backoff.impaired(before) && Backoff.impaired(rollout.progress())) {
      events.impaired();
    }
    ServiceRecord.Builder next = record.toBuilder().setProgress(0, rollout.progress());
    complain(next, rollout, events);
    Roster after = rollout.isIdle() ? roster : roster(record, reach, health);
    new Milestones(draft, events, reach, health, after).pass(next);
    lookAgain(next, after, health);
    ServiceRecord built = next.build();
    if (!built.equals(record)) {
      draft.put(built);
    }
  }

  private static Stream<TaskRecord> ofPrimary(
      DeploymentProgress progress, Roster roster, List<TaskRecord> ended) {
    return Stream.concat(ended.stream(), roster.incoming().tasks())
        .filter(task -> task.getDeploymentId().equals(progress.getDeploymentId()));
  }

  private Roster roster(ServiceRecord record, Reach reach, TaskHealth health) {
    String name = record.getService().getServiceName();
    return Roster.of(draft.state(), name, Reach.primary(record).getId(), reach, health);
  }

  /** Counts what failed and what proved itself since the service was last looked at. */
  private DeploymentProgress attend(
      DeploymentProgress before, Roster roster, List<TaskRecord> ended, TaskHealth health) {
    DeploymentProgress progress = Backoff.resumed(before, draft.now());
    if (progress.hasLastFailureAt()) {
      List<Instant> proofs =
          roster
              .incoming()
              .tasks(health::serves)
              .filter(task -> !health.onTrial(task))
              .flatMap(task -> health.provenAt(task).stream())
              .toList();
      for (Instant at : proofs) {
        progress = Backoff.proven(progress, at);
      }
    }
    for (TaskRecord task : ended) {
      if (task.getDeploymentId().equals(before.getDeploymentId())) {
        progress = Backoff.ended(progress, task.getTask(), draft.now());
      }
    }
    return progress;
  }

  private static void report(Rollout rollout, TaskHealth health, ServiceEvents events) {
    rollout.stopped().stream().filter(health::fails).forEach(events::unhealthy);
    events.stopped(rollout.stopped());
    events.started(rollout.started());
  }

  private void complain(ServiceRecord.Builder next, Rollout rollout, ServiceEvents events) {
    if (rollout.unplaced().isPresent()) {
      ServiceRecord record = next.build();
      PlacementComplaint complaint =
          PlacementComplaint.of(
              draft.state().instances(), tasks.request(record, Reach.primary(record)));
      if (isNews(next, complaint.cause())) {
        events.unplaced(complaint);
      }
    } else if (rollout.isStuck()) {
      if (isNews(next, "STUCK")) {
        events.stuck();
      }
    } else {
      next.clearPlacementComplaint().clearComplainedAt();
    }
  }

  private boolean isNews(ServiceRecord.Builder next, String cause) {
    boolean told =
        next.getPlacementComplaint().equals(cause)
            && draft.now().isBefore(ProtoTime.instant(next.getComplainedAt()).plus(SILENCE));
    if (!told) {
      next.setPlacementComplaint(cause).setComplainedAt(ProtoTime.of(draft.now()));
    }
    return !told;
  }

  /** The next moment that matters although nothing may happen until then. */
  private void lookAgain(ServiceRecord.Builder next, Roster roster, TaskHealth health) {
    boolean failed = next.getProgress(0).getConsecutiveFailures() > 0;
    Lot incoming = roster.incoming();
    Stream<Instant> proofs =
        incoming
            .tasks(task -> failed && health.serves(task))
            .filter(health::onTrial)
            .flatMap(task -> health.provenAt(task).stream());
    Stream<Instant> graces =
        incoming.tasks(TaskHealth::unhealthy).flatMap(task -> health.graceEndsAt(task).stream());
    next.clearLookAt();
    Stream.concat(proofs, graces)
        .min(Instant::compareTo)
        .ifPresent(at -> next.setLookAt(ProtoTime.of(at)));
  }
}
