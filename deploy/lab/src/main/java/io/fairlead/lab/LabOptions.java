package io.fairlead.lab;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a lab is told.
 *
 * @param home folder of all its data, keys and logs
 * @param host address on which what agents and clients need listens; the rest is on loopback
 * @param port first of its ports; see {@link Ports}
 * @param instances how many container instances it has
 * @param runtime what runs the containers
 * @param cluster name of the cluster that the instances join
 * @param region the region in ARNs
 * @param simulation how the instances are where they are simulated
 */
record LabOptions(
    Path home,
    String host,
    int port,
    int instances,
    Runtime runtime,
    String cluster,
    String region,
    Simulation simulation) {

  /** What runs the containers of the lab's instances. */
  enum Runtime {
    /** The engine that {@code DOCKER_HOST} or the usual socket names. */
    DOCKER,
    /** Nothing: tasks change their states, no container runs. */
    SIMULATED;

    /** An engine's instances are all on one machine; simulated ones cost next to nothing. */
    int mostInstances() {
      return switch (this) {
        case DOCKER -> 500;
        case SIMULATED -> 10_000;
      };
    }
  }

  static final String LOOPBACK = "127.0.0.1";

  private static final int HIGHEST_PORT = 32_000;

  LabOptions {
    require(port >= 1024 && port <= HIGHEST_PORT, "--port must lie between 1024 and 32000");
    require(
        instances >= 0 && instances <= runtime.mostInstances(),
        "--instances must lie between 0 and " + runtime.mostInstances());
  }

  /**
   * Reads {@code --name value} pairs.
   *
   * @throws IllegalArgumentException saying which of them cannot be used
   */
  static LabOptions parse(String... arguments) {
    Map<String, String> given = pairs(arguments);
    Simulation simulation = Simulation.read(given);
    LabOptions options =
        new LabOptions(
            Path.of(given.getOrDefault("--home", System.getProperty("user.home") + "/.fairlead"))
                .toAbsolutePath(),
            given.getOrDefault("--host", LOOPBACK),
            number(given, "--port", 7430),
            number(given, "--instances", 1),
            runtime(given.getOrDefault("--runtime", "docker")),
            given.getOrDefault("--cluster", "default"),
            given.getOrDefault("--region", "us-east-1"),
            simulation);
    given
        .keySet()
        .removeAll(
            java.util.List.of(
                "--home", "--host", "--port", "--instances", "--runtime", "--cluster", "--region"));
    require(given.isEmpty(), "unknown: " + given.keySet());
    return options;
  }

  Ports ports() {
    return new Ports(port);
  }

  private static Map<String, String> pairs(String... arguments) {
    require(arguments.length % 2 == 0, "expected pairs of --name value");
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      pairs.put(arguments[i], arguments[i + 1]);
    }
    return pairs;
  }

  private static int number(Map<String, String> given, String name, int fallback) {
    String text = given.get(name);
    try {
      return text == null ? fallback : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " needs a number, not " + text, e);
    }
  }

  private static Runtime runtime(String text) {
    try {
      return Runtime.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--runtime is docker or simulated, not " + text, e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
