package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.Info;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.proto.Arn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, when first asked, whether the agent may make cgroups in which the engine will put
 * containers, and says once in the log what came of it.
 */
final class TaskLimitsChoice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLimitsChoice.class);
  private static final String LOCAL = "unix://";
  private static final String CGROUPFS = "cgroupfs";
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Engine engine;
  private final DockerSettings settings;
  private final String base;
  private final Path root;
  private @Nullable TaskLimits choice;

  /**
   * @param root where the kernel's cgroups are mounted
   */
  TaskLimitsChoice(Engine engine, DockerSettings settings, Ownership owner, Path root) {
    this.engine = engine;
    this.settings = settings;
    this.base = "fairlead/" + Arn.nameOf(owner.containerInstanceArn());
    this.root = root;
  }

  synchronized TaskLimits get() throws EngineFailure {
    TaskLimits known = choice;
    return known == null ? of(engine.call(client -> client.infoCmd().exec())) : known;
  }

  /** Chooses, unless that was done before, by what the engine says of itself. */
  synchronized TaskLimits of(Info info) {
    TaskLimits known = choice;
    if (known == null) {
      known = choose(info);
      choice = known;
    }
    return known;
  }

  /** Leaves nothing behind where no task is left. */
  @Override
  public synchronized void close() {
    if (choice instanceof TaskLimits.WholeTask whole) {
      try {
        whole.tree().remove(whole.base());
      } catch (IOException e) {
        LOG.debug("cgroups stay group={} cause={}", whole.base(), e.toString());
      }
    }
  }

  private TaskLimits choose(Info info) {
    TaskLimits limits = attempt(info);
    switch (limits) {
      case TaskLimits.WholeTask whole ->
          LOG.info("cpu and memory of tasks bound each task as a whole cgroup=/{}", whole.base());
      case TaskLimits.EachContainer(String why) ->
          LOG.warn("cpu and memory of tasks bound each container by itself reason=\"{}\"", why);
    }
    return limits;
  }

  private TaskLimits attempt(Info info) {
    try {
      String obstacle = obstacle(info);
      if (obstacle != null) {
        return new TaskLimits.EachContainer(obstacle);
      }
      CgroupTree tree =
          "2".equals(info.getCGroupVersion())
              ? new CgroupTree.Unified(root)
              : new CgroupTree.PerController(root);
      TaskLimits.WholeTask whole = new TaskLimits.WholeTask(tree, base);
      whole.sweep();
      tryOut(tree);
      return whole;
    } catch (IOException e) {
      return new TaskLimits.EachContainer("cgroups cannot be made: " + e);
    }
  }

  private @Nullable String obstacle(Info info) throws IOException {
    if (!settings.taskCgroups()) {
      return "it is switched off";
    }
    if (!settings.host().startsWith(LOCAL)) {
      return "the engine is not on a local socket but at " + settings.host();
    }
    if (!CGROUPFS.equals(info.getCGroupDriver())) {
      return "the engine's cgroup driver is " + info.getCGroupDriver() + ", not " + CGROUPFS;
    }
    // An agent in a container sees other cgroups than its engine.
    String here = Files.readString(HOST_NAME).strip();
    return here.equals(info.getName())
        ? null
        : "the engine is on " + info.getName() + ", the agent on " + here;
  }

  /** With bounds like those of a small task. */
  private void tryOut(CgroupTree tree) throws IOException {
    String group = base + "/probe";
    tree.make(group);
    try {
      tree.limitCpu(group, CgroupTree.PERIOD);
      tree.limitMemory(group, 1L << 30);
    } finally {
      tree.remove(group);
    }
  }
}
