package io.fairlead.agent.runtime.docker;

import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.EngineFailure;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a task's own bounds on CPU and memory are kept. */
sealed interface TaskLimits {

  /**
   * Makes sure that the bounds of the task are in place.
   *
   * @return the cgroup in which the engine is to put the container; empty where the container must
   *     bear the bounds itself, or the task has none
   */
  Optional<String> prepare(Blueprint blueprint) throws EngineFailure;

  /** Nothing is left of the task. */
  void forget(String taskId);

  /**
   * Each container alone is bounded by what the task may have.
   *
   * @param why the task as a whole cannot be
   */
  record EachContainer(String why) implements TaskLimits {
    @Override
    public Optional<String> prepare(Blueprint blueprint) {
      return Optional.empty();
    }

    @Override
    public void forget(String taskId) {}
  }

  /**
   * All containers of a task are in a cgroup of the task, as with the ECS agent.
   *
   * @param base the group above those of the tasks, of this instance alone
   */
  record WholeTask(CgroupTree tree, String base) implements TaskLimits {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLimits.class);
    private static final long UNITS_PER_CPU = 1024;
    private static final long LEAST_QUOTA = 1000;
    private static final long MIB = 1024 * 1024;

    @Override
    public Optional<String> prepare(Blueprint blueprint) throws EngineFailure {
      if (blueprint.taskCpuUnits().isEmpty() && blueprint.taskMemoryMib().isEmpty()) {
        return Optional.empty();
      }
      String group = group(blueprint.taskId());
      try {
        make(group, blueprint);
        return Optional.of("/" + group);
      } catch (IOException e) {
        throw new EngineFailure(
            EngineFailure.Kind.REFUSED, "the task's cgroup " + group + " cannot be made: " + e, e);
      }
    }

    private void make(String group, Blueprint blueprint) throws IOException {
      tree.make(group);
      if (blueprint.taskCpuUnits().isPresent()) {
        long quota = blueprint.taskCpuUnits().getAsLong() * CgroupTree.PERIOD / UNITS_PER_CPU;
        tree.limitCpu(group, Math.max(quota, LEAST_QUOTA));
      }
      if (blueprint.taskMemoryMib().isPresent()) {
        tree.limitMemory(group, blueprint.taskMemoryMib().getAsLong() * MIB);
      }
    }

    @Override
    public void forget(String taskId) {
      try {
        tree.remove(group(taskId));
      } catch (IOException e) {
        LOG.warn("cgroup stays group={} cause={}", group(taskId), e.toString());
      }
    }

    /**
     * Removes the groups of tasks that ended while no agent was there to see it. The kernel keeps
     * those in which a container lives; one that is made and not started yet gets its group again
     * at its start.
     */
    void sweep() throws IOException {
      for (String task : tree.below(base)) {
        try {
          tree.remove(group(task));
        } catch (IOException e) {
          LOG.debug("cgroup is in use group={} cause={}", group(task), e.toString());
        }
      }
    }

    private String group(String task) {
      return base + "/" + task;
    }
  }
}
