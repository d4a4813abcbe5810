package io.fairlead.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Docker Swarm on the lab's engines, the first of which manages. */
final class DockerSwarm implements Orchestrator {
  private static final String SERVICE = "bench";

  /** How often a node shows that it lives: Docker's own choice is 5 s. */
  private static final String HEARTBEAT = "1s";

  private final LabEngine manager;
  private final String image;
  private boolean made;
  private int rolls;

  DockerSwarm(List<LabEngine> engines, String image) {
    this.image = image;
    this.manager = engines.getFirst();
    docker(
        manager,
        "swarm",
        "init",
        "--advertise-addr",
        manager.address(),
        "--dispatcher-heartbeat",
        HEARTBEAT);
    String token = docker(manager, "swarm", "join-token", "-q", "worker");
    for (LabEngine worker : engines.subList(1, engines.size())) {
      docker(
          worker,
          "swarm",
          "join",
          "--advertise-addr",
          worker.address(),
          "--token",
          token,
          manager.address() + ":2377");
    }
  }

  private static String docker(LabEngine engine, String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.socket()));
    command.addAll(Arrays.asList(words));
    return Shell.run(command.toArray(String[]::new));
  }

  @Override
  public String name() {
    return "Docker Swarm";
  }

  @Override
  public void scale(int replicas) {
    if (made) {
      docker(manager, "service", "scale", "--detach", SERVICE + "=" + replicas);
      return;
    }
    made = true;
    docker(
        manager,
        "service",
        "create",
        "--detach",
        "--no-resolve-image",
        "--name",
        SERVICE,
        "--replicas",
        String.valueOf(replicas),
        "--restart-delay",
        "0s",
        "--update-order",
        "start-first",
        "--update-parallelism",
        "0",
        "--limit-memory",
        "16m",
        "--stop-grace-period",
        "0s",
        image,
        "sleep",
        "3600");
  }

  @Override
  public void roll() {
    rolls++;
    docker(manager, "service", "update", "--detach", "--env-add", "ROLL=" + rolls, SERVICE);
  }

  @Override
  public boolean misses(String instance) {
    return docker(manager, "node", "ls", "--format", "{{.Hostname}} {{.Status}}")
        .lines()
        .anyMatch((instance + " Down")::equals);
  }

  @Override
  public void close() {
    docker(manager, "service", "rm", SERVICE);
  }
}
