package io.fairlead.scheduler.shell;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Assignments;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.InstanceState;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.shell.journal.Intake;
import io.fairlead.scheduler.shell.journal.StateSink;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The clusters of a shard. Belongs to the shard's thread. */
public final class ShardStates implements StateSink {
  private final Map<String, ClusterState> clusters = new HashMap<>();

  @Override
  public void load(String cluster, Change change) {
    // What has been stored is not undone.
    var _ = known(cluster).apply(change);
  }

  @Override
  public Intake<?> instances(String cluster) {
    ClusterState into = known(cluster);
    return new Intake<>(into::readInstance, into::takeInstances);
  }

  @Override
  public Intake<?> tasks(String cluster, Consumer<String> definition) {
    ClusterState into = known(cluster);
    return new Intake<>(
        record -> {
          Packed<TaskRecord> task = into.readTask(record);
          definition.accept(task.shared().getTask().getTaskDefinitionArn());
          return task;
        },
        into::takeTasks);
  }

  private ClusterState known(String cluster) {
    return clusters.computeIfAbsent(cluster, ClusterState::new);
  }

  /** The cluster's state, an empty one where the cluster is not known. */
  public ClusterState get(String cluster) {
    ClusterState known = clusters.get(cluster);
    return known == null ? new ClusterState(cluster) : known;
  }

  /** Keeps a state that has had its first change. */
  void keep(ClusterState state) {
    clusters.put(state.name(), state);
  }

  public Collection<ClusterState> all() {
    return clusters.values();
  }

  /** The assignments of all tasks that have a place and have not stopped. */
  public List<Assignment> assignments() {
    return clusters.values().stream()
        .flatMap(
            state ->
                state.instances().stream()
                    .flatMap(InstanceState::tasks)
                    .map(task -> Assignments.of(state, task)))
        .toList();
  }

  long tasks() {
    return clusters.values().stream().mapToLong(state -> state.tasks().size()).sum();
  }

  long instances() {
    return clusters.values().stream().mapToLong(state -> state.instances().size()).sum();
  }
}
