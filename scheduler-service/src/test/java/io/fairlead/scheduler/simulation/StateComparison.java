package io.fairlead.scheduler.simulation;

import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Whether two states say the same. */
final class StateComparison {
  private StateComparison() {}

  static void same(ClusterState one, ClusterState other) {
    equal(one, "cluster", Stream.of(one.cluster()), Stream.of(other.cluster()));
    equal(one, "tasks", one.tasks().stream(), other.tasks().stream());
    equal(
        one,
        "instances",
        one.instances().stream().map(InstanceState::record),
        other.instances().stream().map(InstanceState::record));
    equal(one, "capacities", capacities(one), capacities(other));
    equal(one, "services", one.services().stream(), other.services().stream());
    equal(one, "events", events(one), events(other));
    equal(one, "deadline", Stream.of(one.nextDue()), Stream.of(other.nextDue()));
    equal(one, "definitions", definitions(one), definitions(other));
  }

  private static void equal(ClusterState in, String what, Stream<?> one, Stream<?> other) {
    Iterator<?> left = one.iterator();
    Iterator<?> right = other.iterator();
    while (left.hasNext() && right.hasNext()) {
      Object a = left.next();
      Object b = right.next();
      if (!a.equals(b)) {
        throw new Violation("two states of " + in.name() + " differ: " + what + "\n" + a + b);
      }
    }
    Violation.unless(
        left.hasNext() == right.hasNext(), "one state of %s has more %s", in.name(), what);
  }

  private static Stream<?> capacities(ClusterState state) {
    return state.instances().stream()
        .map(
            instance ->
                List.of(
                    instance.free().cpu(),
                    instance.free().memory(),
                    List.copyOf(instance.free().tcpPorts()),
                    instance
                        .tasks()
                        .map(TaskRecord::getTask)
                        .map(task -> task.getTaskArn())
                        .toList()));
  }

  private static Stream<?> events(ClusterState state) {
    return state.services().stream()
        .map(record -> state.events(record.getService().getServiceName()));
  }

  private static Stream<?> definitions(ClusterState state) {
    return state.tasks().stream()
        .map(task -> state.definition(task.getTask().getTaskDefinitionArn()));
  }
}
