package io.fairlead.cli;

import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.events.DeploymentStateChange;
import io.fairlead.proto.events.FaultStateChange;
import io.fairlead.proto.events.ServiceAction;

/** An event of a cluster as one line. */
final class EventText {
  private EventText() {}

  static String of(ClusterEvent event) {
    return switch (event.getDetailCase()) {
      case TASK -> task(event.getTask());
      case CONTAINER_INSTANCE -> instance(event.getContainerInstance());
      case DEPLOYMENT -> deployment(resource(event), event.getDeployment());
      case SERVICE_ACTION -> action(resource(event), event.getServiceAction());
      case FAULT -> fault(event.getFault());
      case DETAIL_NOT_SET -> event.getDetailType();
    };
  }

  private static String resource(ClusterEvent event) {
    return event.getResourcesCount() == 0 ? "-" : Words.name(event.getResources(0));
  }

  private static String task(Task task) {
    StringBuilder text = new StringBuilder();
    text.append("task ").append(Words.shortId(task.getTaskArn()));
    text.append("  ").append(PsCommand.status(task));
    text.append("  ").append(Words.name(task.getTaskDefinitionArn()));
    if (!task.getStoppedReason().isEmpty()) {
      text.append("  ").append(task.getStoppedReason());
    }
    for (Container container : task.getContainersList()) {
      if (container.hasExitCode()) {
        text.append("  ").append(container.getName()).append(" exit ");
        text.append(container.getExitCode());
      }
    }
    return text.toString();
  }

  private static String instance(ContainerInstance instance) {
    return "instance %s  %s%s"
        .formatted(
            Words.shortId(instance.getContainerInstanceArn()),
            instance.getStatus(),
            instance.getAgentConnected() ? "" : " (agent not connected)");
  }

  private static String deployment(String service, DeploymentStateChange change) {
    return "deployment %s  %s  %s"
        .formatted(service, change.getEventName(), change.getReason())
        .stripTrailing();
  }

  private static String fault(FaultStateChange change) {
    String[] words = change.getEventName().split("_");
    return "fault %d  %s of %s%s  %s"
        .formatted(
            change.getNumber(),
            change.getFault(),
            change.getTarget(),
            change.getValue().isEmpty() ? "" : " (" + change.getValue() + ")",
            words[words.length - 1]);
  }

  private static String action(String service, ServiceAction action) {
    String text = action.getMessage().isEmpty() ? action.getReason() : action.getMessage();
    return "service %s  %s  %s".formatted(service, action.getEventName(), text).stripTrailing();
  }
}
