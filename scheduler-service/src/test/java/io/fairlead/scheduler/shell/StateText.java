package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import java.util.List;
import java.util.stream.Stream;

/** All that a state holds as text, to compare two. */
final class StateText {
  private StateText() {}

  static List<String> of(ClusterState state) {
    return Stream.of(
            state.cluster().stream().map(Object::toString),
            state.instances().stream().map(StateText::instance),
            state.services().stream().map(Object::toString),
            state.services().stream()
                .map(record -> state.events(record.getService().getServiceName()).toString()),
            state.tasks().stream().map(Object::toString),
            state.tasks().stream()
                .map(task -> state.definition(task.getTask().getTaskDefinitionArn()).toString()),
            Stream.of(String.valueOf(state.nextDue())))
        .flatMap(texts -> texts)
        .toList();
  }

  private static String instance(InstanceState instance) {
    return instance.record()
        + " cpu="
        + instance.free().cpu()
        + " memory="
        + instance.free().memory()
        + " tcp="
        + instance.free().tcpPorts()
        + " tasks="
        + instance.tasks().map(task -> task.getTask().getTaskArn()).toList();
  }
}
