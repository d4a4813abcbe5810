package io.fairlead.lab;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
 * @param layout how many processes the control plane is
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
    Layout layout,
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

  /** What of the control plane runs where. */
  enum Layout {
    /** All but PostgreSQL in the lab's process: little memory, a quick start. */
    ONE_PROCESS,
    /** Kafka and each service on its own, so that each can be killed and paused. */
    PROCESSES
  }

  static final String LOOPBACK = "127.0.0.1";

  /** As in {@code lab.sh}, which gives more of them another heap. */
  private static final int MOST_TO_LOOK_AT = 100;

  private static final int HIGHEST_PORT = 32_000;

  private static final List<String> KNOWN =
      List.of(
          "--home",
          "--host",
          "--port",
          "--instances",
          "--runtime",
          "--cluster",
          "--region",
          "--layout");

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
            one("--runtime", Runtime.class, given.getOrDefault("--runtime", "docker")),
            given.getOrDefault("--cluster", "default"),
            given.getOrDefault("--region", "us-east-1"),
            one("--layout", Layout.class, given.getOrDefault("--layout", "one-process")),
            simulation);
    given.keySet().removeAll(KNOWN);
    require(given.isEmpty(), "unknown: " + given.keySet());
    return options;
  }

  /** Whether there are so many instances that it is for their load. */
  boolean isForLoad() {
    return runtime == Runtime.SIMULATED && instances > MOST_TO_LOOK_AT;
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

  private static <E extends Enum<E>> E one(String name, Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      String words =
          Arrays.stream(type.getEnumConstants())
              .map(it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .collect(Collectors.joining(" or "));
      throw new IllegalArgumentException(name + " is " + words + ", not " + text, e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
