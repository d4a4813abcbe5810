package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.runtime.EngineInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes by which ECS knows what an agent can do, by the names that its own agent
 * registers. Only what this agent honours is named: a task definition's requiresAttributes keep
 * other tasks away.
 */
record Capabilities(AgentConfig.Tasks tasks, EngineInfo engine) {
  private static final String OLD = "com.amazonaws.ecs.capability.";
  private static final String NEW = "ecs.capability.";

  /** The oldest API version that task definitions ask for. */
  private static final int OLDEST_MINOR = 17;

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int minor = OLDEST_MINOR; minor <= newestMinor(); minor++) {
      names.add(OLD + "docker-remote-api.1." + minor);
    }
    tasks.loggingDrivers().stream()
        .filter(driver -> driver.equals("none") || engine.logDrivers().contains(driver))
        .forEach(driver -> names.add(OLD + "logging-driver." + driver));
    if (!tasks.privilegedDisabled()) {
      names.add(OLD + "privileged-container");
    }
    names.add(NEW + "container-health-check");
    names.add(NEW + "container-ordering");
    names.add(NEW + "task-cpu-mem-limit");
    names.add(NEW + "docker-plugin.local");
    names.add(NEW + "execute-command");
    names.add(NEW + "full-sync");
    return names;
  }

  private int newestMinor() {
    String[] parts = engine.apiVersion().split("\\.");
    return parts.length == 2 && parts[0].equals("1") && parts[1].matches("\\d{1,4}")
        ? Integer.parseInt(parts[1])
        : OLDEST_MINOR;
  }
}
