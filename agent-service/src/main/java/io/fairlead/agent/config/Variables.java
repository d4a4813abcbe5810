package io.fairlead.agent.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The names of the settings: those of the ECS agent where it has one. Each can also be given as the
 * property that {@link #property} makes of it, e.g. {@code fairlead.agent.container-stop-timeout}.
 */
public final class Variables {
  public static final String INSTALLATION = "FAIRLEAD_INSTALLATION";
  public static final String CLUSTER = "ECS_CLUSTER";
  public static final String GATEWAY = "ECS_BACKEND_HOST";
  public static final String KAFKA = "FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS";
  public static final String DATA_DIR = "ECS_DATADIR";
  public static final String JOIN_TOKEN = "FAIRLEAD_JOIN_TOKEN";
  public static final String JOIN_TOKEN_FILE = "FAIRLEAD_JOIN_TOKEN_FILE";
  public static final String CPU = "FAIRLEAD_INSTANCE_CPU";
  public static final String MEMORY = "FAIRLEAD_INSTANCE_MEMORY";
  public static final String RESERVED_MEMORY = "ECS_RESERVED_MEMORY";
  public static final String RESERVED_PORTS = "ECS_RESERVED_PORTS";
  public static final String RESERVED_PORTS_UDP = "ECS_RESERVED_PORTS_UDP";
  public static final String INSTANCE_ATTRIBUTES = "ECS_INSTANCE_ATTRIBUTES";
  public static final String INSTANCE_TAGS = "ECS_CONTAINER_INSTANCE_TAGS";
  public static final String DOCKER_HOST = "DOCKER_HOST";
  public static final String STOP_TIMEOUT = "ECS_CONTAINER_STOP_TIMEOUT";
  public static final String START_TIMEOUT = "ECS_CONTAINER_START_TIMEOUT";
  public static final String PULL_BEHAVIOR = "ECS_IMAGE_PULL_BEHAVIOR";
  public static final String CLEANUP_WAIT = "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION";
  public static final String LOGGING_DRIVERS = "ECS_AVAILABLE_LOGGING_DRIVERS";
  public static final String DISABLE_PRIVILEGED = "ECS_DISABLE_PRIVILEGED";
  public static final String TASK_CPU_MEM_LIMIT = "ECS_ENABLE_TASK_CPU_MEM_LIMIT";
  public static final String ENGINE_AUTH_TYPE = "ECS_ENGINE_AUTH_TYPE";
  public static final String ENGINE_AUTH_DATA = "ECS_ENGINE_AUTH_DATA";
  public static final String PARALLEL_STARTS = "FAIRLEAD_PARALLEL_STARTS";
  public static final String LISTEN = "FAIRLEAD_AGENT_LISTEN";
  public static final String ADVERTISED_ADDRESS = "FAIRLEAD_AGENT_ADVERTISED_ADDRESS";
  public static final String USAGE_INTERVAL = "FAIRLEAD_USAGE_INTERVAL";

  /** All of them. */
  public static final Set<String> ALL =
      Set.of(
          INSTALLATION,
          CLUSTER,
          GATEWAY,
          KAFKA,
          DATA_DIR,
          JOIN_TOKEN,
          JOIN_TOKEN_FILE,
          CPU,
          MEMORY,
          RESERVED_MEMORY,
          RESERVED_PORTS,
          RESERVED_PORTS_UDP,
          INSTANCE_ATTRIBUTES,
          INSTANCE_TAGS,
          DOCKER_HOST,
          STOP_TIMEOUT,
          START_TIMEOUT,
          PULL_BEHAVIOR,
          CLEANUP_WAIT,
          LOGGING_DRIVERS,
          DISABLE_PRIVILEGED,
          TASK_CPU_MEM_LIMIT,
          ENGINE_AUTH_TYPE,
          ENGINE_AUTH_DATA,
          PARALLEL_STARTS,
          LISTEN,
          ADVERTISED_ADDRESS,
          USAGE_INTERVAL);

  private static final Set<String> TELL_A_CONTAINER_ABOUT_ITSELF =
      Set.of("ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4", "ECS_AGENT_URI");

  private Variables() {}

  /**
   * The variables of the ECS agent among those given that this agent does not know: whoever set
   * them must hear of it.
   */
  public static Set<String> notHonoured(Map<String, String> variables) {
    Set<String> names = new TreeSet<>(variables.keySet());
    names.removeIf(name -> !name.startsWith("ECS_"));
    names.removeAll(ALL);
    names.removeAll(TELL_A_CONTAINER_ABOUT_ITSELF);
    return names;
  }

  /** The property that stands for a variable: without its prefix, in lower case, with hyphens. */
  public static String property(String variable) {
    String name = variable.replaceFirst("^(ECS|FAIRLEAD_AGENT|FAIRLEAD)_", "");
    return "fairlead.agent." + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The variables for which {@code property} answers, with the answers. */
  static Map<String, String> fromProperties(Function<String, Optional<String>> property) {
    Map<String, String> found = new LinkedHashMap<>();
    ALL.forEach(name -> property.apply(property(name)).ifPresent(value -> found.put(name, value)));
    return found;
  }
}
