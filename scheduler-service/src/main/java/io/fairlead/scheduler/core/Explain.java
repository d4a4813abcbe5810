package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.api.ExplainRequest;
import io.fairlead.proto.api.ExplainResponse;
import io.fairlead.proto.api.ExplainedTask;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Shape;
import java.util.List;
import java.util.Optional;

/** Why a task or a service is where it is, or why it is nowhere. */
record Explain(Draft draft, Identifiers identifiers, ServiceTasks tasks) {

  Decision.Reply explain(ExplainRequest request) {
    String resource = request.getResource();
    String type = Arn.parse(resource).map(Arn::type).orElse("");
    Optional<ExplainResponse> service =
        type.equals("task")
            ? Optional.empty()
            : draft
                .state()
                .service(Arn.nameOf(resource))
                .map(record -> new ExplainService(draft, tasks, record).response());
    return service
        .or(() -> task(resource).map(this::response))
        .<Decision.Reply>map(Decision.Done::new)
        .orElseGet(
            () ->
                new Decision.Refused(
                    Rejection.invalid(
                        "resource: the cluster has no service and no task '" + resource + "'.")));
  }

  private Optional<TaskRecord> task(String resource) {
    return switch (identifiers.task(resource)) {
      case Answer.Yes<String>(String arn) -> draft.state().task(arn);
      case Answer.No<String> _ -> Optional.empty();
    };
  }

  private ExplainResponse response(TaskRecord record) {
    ExplainResponse.Builder response =
        ExplainResponse.newBuilder()
            .setResourceArn(record.getTask().getTaskArn())
            .setSummary(summary(record.getTask()))
            .addTasks(explained(record))
            .addFacts("It takes " + Fit.demand(record.getReserved()) + ".");
    if (!record.getService().isEmpty()) {
      response.addFacts(
          "It belongs to the service "
              + record.getService()
              + ", deployment "
              + record.getDeploymentId()
              + ".");
    }
    draft
        .state()
        .instance(record.getTask().getContainerInstanceArn())
        .ifPresentOrElse(
            instance -> response.addFacts(Fit.instance(instance)),
            () -> response.addFacts("Its container instance is no longer registered."));
    alternatives(record, response);
    return response.build();
  }

  /** Which other instances could take such a task now. */
  private void alternatives(TaskRecord record, ExplainResponse.Builder response) {
    draft
        .state()
        .definition(record.getTask().getTaskDefinitionArn())
        .ifPresent(
            definition -> {
              PlacementRequest request =
                  new TaskOrder(definition, record, List.of(), List.of(), List.of()).request();
              Shape shape = Shape.of(request);
              draft.state().instances().stream()
                  .filter(each -> !each.arn().equals(record.getTask().getContainerInstanceArn()))
                  .map(each -> Fit.explained(each, request, shape))
                  .forEach(response::addInstances);
            });
  }

  static ExplainedTask explained(TaskRecord record) {
    Task task = record.getTask();
    return ExplainedTask.newBuilder()
        .setTaskArn(task.getTaskArn())
        .setContainerInstanceArn(task.getContainerInstanceArn())
        .setLastStatus(task.getLastStatus())
        .setDesiredStatus(task.getDesiredStatus())
        .setWhy(summary(task))
        .build();
  }

  private static String summary(Task task) {
    String instance = Arn.nameOf(task.getContainerInstanceArn());
    if (task.getLastStatus().equals("STOPPED")) {
      return "It stopped on " + instance + ": " + reason(task);
    }
    if (task.getDesiredStatus().equals("STOPPED")) {
      return "It is being stopped on " + instance + ": " + reason(task);
    }
    if (task.getLastStatus().equals("RUNNING")) {
      return "It runs on " + instance + ", the best instance by its strategies when it was placed.";
    }
    return "It is placed on "
        + instance
        + " and waits for its agent: "
        + task.getLastStatus()
        + ".";
  }

  private static String reason(Task task) {
    return task.getStoppedReason().isEmpty() ? "no reason was given." : task.getStoppedReason();
  }
}
