package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.events.DeploymentStateChange;
import io.fairlead.proto.events.ServiceAction;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.List;
import java.util.stream.Collectors;

/** What a service tells of itself: its events with the texts of ECS, and what watches hear. */
record ServiceEvents(Draft draft, String service) {
  private static final String SEE =
      " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

  void started(List<TaskRecord> tasks) {
    if (!tasks.isEmpty()) {
      say("has started " + tasks.size() + " tasks: " + ids(tasks) + ".");
    }
  }

  void stopped(List<TaskRecord> tasks) {
    List<TaskRecord> running = tasks.stream().filter(TaskHealth::running).toList();
    List<TaskRecord> pending = tasks.stream().filter(task -> !TaskHealth.running(task)).toList();
    if (!running.isEmpty()) {
      say("has stopped " + running.size() + " running tasks: " + ids(running) + ".");
    }
    if (!pending.isEmpty()) {
      say("has stopped " + pending.size() + " pending tasks: " + ids(pending) + ".");
    }
  }

  void unhealthy(TaskRecord task) {
    say(ids(List.of(task)) + " failed container health checks.");
  }

  void steady() {
    act("INFO", "SERVICE_STEADY_STATE", "", "has reached a steady state.");
  }

  void unplaced(PlacementComplaint complaint) {
    String text =
        "was unable to place a task because no container instance met all of its requirements. ";
    act(
        "ERROR",
        "SERVICE_TASK_PLACEMENT_FAILURE",
        complaint.cause(),
        text + complaint.detail() + SEE);
  }

  void impaired() {
    String text = "is unable to consistently start tasks successfully.";
    act("WARN", "SERVICE_TASK_START_IMPAIRED", "", text + SEE);
  }

  void stuck() {
    say(
        "was unable to stop or start tasks during a deployment because of the service deployment"
            + " configuration. Update the minimumHealthyPercent or maximumPercent value and try"
            + " again.");
  }

  void desiredCountUpdated(int from, int to) {
    String text = "desired count of the daemon is now " + to + ", was " + from + ".";
    announce(record().setAction(action("INFO", "SERVICE_DESIRED_COUNT_UPDATED", "", text)));
  }

  void deploymentBegun(String deployment) {
    announce(record().setDeployment(change("IN_PROGRESS", deployment, " in progress.")));
  }

  void deploymentCompleted(String deployment) {
    announce(
        record()
            .setEvent(event(sentence("(deployment " + deployment + ") deployment completed.")))
            .setDeployment(change("COMPLETED", deployment, " completed.")));
  }

  private void say(String text) {
    announce(record().setEvent(event(sentence(text))));
  }

  private void act(String type, String name, String reason, String text) {
    announce(
        record()
            .setEvent(event(sentence(text)))
            .setAction(action(type, name, reason, sentence(text))));
  }

  private void announce(ServiceEventRecord.Builder event) {
    draft.put(event.build());
  }

  private ServiceEventRecord.Builder record() {
    return ServiceEventRecord.newBuilder().setService(service);
  }

  private ServiceEvent event(String message) {
    return ServiceEvent.newBuilder()
        .setId(draft.ids().uuid())
        .setCreatedAt(ProtoTime.of(draft.now()))
        .setMessage(message)
        .build();
  }

  private String sentence(String text) {
    return "(service " + service + ") " + text;
  }

  private static ServiceAction action(String type, String name, String reason, String message) {
    return ServiceAction.newBuilder()
        .setEventType(type)
        .setEventName(name)
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  private DeploymentStateChange change(String state, String deployment, String outcome) {
    return DeploymentStateChange.newBuilder()
        .setEventName("SERVICE_DEPLOYMENT_" + state)
        .setDeploymentId(deployment)
        .setReason("ECS deployment " + deployment + outcome)
        .setUpdatedAt(ProtoTime.of(draft.now()))
        .build();
  }

  private static String ids(List<TaskRecord> tasks) {
    return tasks.stream()
        .map(task -> "(task " + Arn.nameOf(task.getTask().getTaskArn()) + ")")
        .collect(Collectors.joining(" "));
  }
}
