package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.scheduler.core.placement.Capacity;
import java.util.Collection;
import java.util.List;

/** Container instances as the API shows them, with what is computed from the tasks on them. */
final class InstanceViews {
  private InstanceViews() {}

  static ContainerInstance view(InstanceState instance, boolean tags) {
    return view(instance.record(), instance, tags);
  }

  /** The record as it will be, with the tasks as they are. */
  static ContainerInstance view(InstanceRecord record, InstanceState instance, boolean tags) {
    List<String> statuses = instance.tasks().map(task -> task.getTask().getLastStatus()).toList();
    ContainerInstance.Builder view =
        record.getInstance().toBuilder()
            .setRunningTasksCount((int) statuses.stream().filter("RUNNING"::equals).count())
            .setPendingTasksCount((int) statuses.stream().filter(InstanceViews::isPending).count());
    record.getInstance().getRegisteredResourcesList().stream()
        .map(resource -> remaining(resource, instance.free()))
        .forEach(view::addRemainingResources);
    return tags ? view.build() : view.clearTags().build();
  }

  private static boolean isPending(String status) {
    return TaskStatus.named(status)
        .filter(known -> known.compareTo(TaskStatus.RUNNING) < 0)
        .isPresent();
  }

  /** Of ports, as in ECS, those that are taken; of all else what is free. */
  private static Resource remaining(Resource registered, Capacity free) {
    Resource.Builder remaining = registered.toBuilder();
    return switch (registered.getName()) {
      case "CPU" -> remaining.setIntegerValue((int) free.cpu()).build();
      case "MEMORY" -> remaining.setIntegerValue((int) free.memory()).build();
      case "PORTS" -> strings(remaining, free.tcpPorts());
      case "PORTS_UDP" -> strings(remaining, free.udpPorts());
      case "GPU" ->
          strings(
              remaining,
              registered
                  .getStringSetValueList()
                  .subList(0, Math.clamp(free.gpus(), 0, registered.getStringSetValueCount())));
      default -> registered;
    };
  }

  private static Resource strings(Resource.Builder resource, Collection<?> values) {
    return resource
        .clearStringSetValue()
        .addAllStringSetValue(values.stream().map(String::valueOf).toList())
        .build();
  }
}
