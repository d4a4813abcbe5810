package io.fairlead.cli.checker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a cluster at about one moment. Its parts are not read at once, so what is amiss
 * in one sight need not be.
 *
 * @param tasks as the API tells them
 * @param told the last status of each task that the events told, by ARN
 * @param troubled names of instances and parts that have a fault
 */
public record Sight(
    Instant at,
    List<Instance> instances,
    List<Service> services,
    List<Task> tasks,
    Map<String, String> told,
    Set<String> troubled) {

  /**
   * An instance.
   *
   * @param connected whether its agent has a session, as the API says
   * @param containers what its engine runs, as whoever looks at it sees; empty where it cannot be
   *     looked at
   */
  public record Instance(
      String arn,
      String name,
      int cpu,
      int memory,
      boolean connected,
      Optional<List<Container>> containers) {}

  /** A container that runs. */
  public record Container(String id, String task, String name) {}

  /**
   * A service.
   *
   * @param deployments how many there are; one where nothing is being rolled out
   */
  public record Service(
      String name, int desired, int running, int deployments, int minimumHealthyPercent) {
    /** Whether it is as it should be. */
    public boolean whole() {
      return deployments == 1 && running == desired;
    }

    int leastRunning() {
      return Math.ceilDiv(desired * minimumHealthyPercent, 100);
    }
  }

  /**
   * A task.
   *
   * @param service empty where no service owns it
   * @param instance ARN; empty where it is nowhere yet
   * @param runtimeIds of its containers, as far as they are known
   */
  public record Task(
      String arn,
      String service,
      String instance,
      String status,
      String desired,
      int cpu,
      int memory,
      Set<String> runtimeIds) {
    boolean running() {
      return status.equals("RUNNING");
    }

    boolean stopped() {
      return status.equals("STOPPED");
    }
  }
}
