package io.fairlead.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything an agent is told. {@link #read} documents nothing twice: the variable of each member
 * is named in {@link Variables}.
 *
 * @param installation name of the installation, with which containers are labelled
 * @param cluster the cluster that the instance must belong to; the join token decides where absent
 * @param gateway the gateway's gRPC address
 * @param kafka the brokers' bootstrap addresses, separated by commas
 * @param dataDir where the instance's credentials are kept
 * @param joinToken needed once, while there are no credentials
 * @param machine what the instance offers
 * @param tasks how tasks are run
 * @param streams the agent's own gRPC endpoint
 * @param usageInterval how often usage is reported
 */
public record AgentConfig(
    String installation,
    Optional<String> cluster,
    HostPort gateway,
    String kafka,
    Path dataDir,
    Optional<String> joinToken,
    Machine machine,
    Tasks tasks,
    Streams streams,
    Duration usageInterval) {

  /**
   * What the instance offers and is called.
   *
   * @param cpu CPU units in all; counted from the machine's cores where absent
   * @param memory MiB in all; asked from the engine where absent
   * @param reservedMemory MiB kept back from tasks
   */
  public record Machine(
      Optional<Integer> cpu,
      Optional<Integer> memory,
      int reservedMemory,
      List<Integer> reservedPorts,
      List<Integer> reservedPortsUdp,
      Map<String, String> attributes,
      Map<String, String> tags) {}

  /**
   * How tasks are run.
   *
   * @param dockerHost address of the engine, e.g. {@code unix:///var/run/docker.sock}
   * @param stopTimeout between SIGTERM and SIGKILL, where the container says nothing else
   * @param startTimeout how long the engine may take to create and to start a container
   * @param cleanupWait how long a stopped task's containers stay
   * @param parallelStarts how many containers are created or started at once; the engine gains
   *     nothing from more than 8
   * @param taskCgroups whether a task may get a cgroup of its own, which bounds it as a whole
   * @param logins for registries that ask who pulls
   */
  public record Tasks(
      String dockerHost,
      Duration stopTimeout,
      Duration startTimeout,
      ImagePullBehavior pullBehavior,
      Duration cleanupWait,
      List<String> loggingDrivers,
      boolean privilegedDisabled,
      int parallelStarts,
      boolean taskCgroups,
      RegistryLogins logins) {}

  /**
   * The agent's own gRPC endpoint: logs and exec.
   *
   * @param advertised what the gateway is told to call; the listening address where absent
   */
  public record Streams(HostPort listen, Optional<HostPort> advertised) {}

  /**
   * All that ECS knows, as far as the engine has them; awslogs is written to the engine's files.
   */
  static final List<String> LOGGING_DRIVERS =
      List.of("json-file", "awslogs", "syslog", "journald", "gelf", "fluentd", "splunk", "none");

  /**
   * Reads a configuration from variables and their values.
   *
   * @throws InvalidSetting naming the variable whose value cannot be used
   */
  public static AgentConfig read(Map<String, String> variables) {
    Settings settings = new Settings(variables);
    return new AgentConfig(
        settings.text(Variables.INSTALLATION).orElse("fairlead"),
        settings.text(Variables.CLUSTER),
        settings.address(Variables.GATEWAY, new HostPort("127.0.0.1", 7070)),
        settings.text(Variables.KAFKA).orElse("127.0.0.1:9092"),
        settings.path(Variables.DATA_DIR).orElse(Path.of("/var/lib/fairlead/agent")),
        settings.text(Variables.JOIN_TOKEN),
        machine(settings),
        tasks(settings),
        new Streams(
            settings.address(Variables.LISTEN, new HostPort("127.0.0.1", 0)),
            settings.read(Variables.ADVERTISED_ADDRESS, "expected host:port", HostPort::parse)),
        positive(settings, Variables.USAGE_INTERVAL, Duration.ofSeconds(10)));
  }

  private static Machine machine(Settings settings) {
    return new Machine(
        amount(settings, Variables.CPU),
        amount(settings, Variables.MEMORY),
        settings.number(Variables.RESERVED_MEMORY, 0, 0, 999_999_999),
        settings.ports(Variables.RESERVED_PORTS, List.of(22, 2375, 2376, 51678, 51679)),
        settings.ports(Variables.RESERVED_PORTS_UDP, List.of()),
        settings.pairs(Variables.INSTANCE_ATTRIBUTES),
        settings.pairs(Variables.INSTANCE_TAGS));
  }

  private static Optional<Integer> amount(Settings settings, String variable) {
    return settings.text(variable).map(_ -> settings.number(variable, 1, 1, 999_999_999));
  }

  private static Tasks tasks(Settings settings) {
    return new Tasks(
        settings.text(Variables.DOCKER_HOST).orElse("unix:///var/run/docker.sock"),
        positive(settings, Variables.STOP_TIMEOUT, Duration.ofSeconds(30)),
        positive(settings, Variables.START_TIMEOUT, Duration.ofMinutes(3)),
        settings.choice(
            Variables.PULL_BEHAVIOR, ImagePullBehavior.class, ImagePullBehavior.DEFAULT),
        positive(settings, Variables.CLEANUP_WAIT, Duration.ofHours(3)),
        settings.names(Variables.LOGGING_DRIVERS, LOGGING_DRIVERS),
        settings.flag(Variables.DISABLE_PRIVILEGED, false),
        settings.number(Variables.PARALLEL_STARTS, 8, 1, 64),
        settings.flag(Variables.TASK_CPU_MEM_LIMIT, true),
        RegistryLogins.read(settings));
  }

  private static Duration positive(Settings settings, String variable, Duration fallback) {
    Duration value = settings.duration(variable, fallback);
    if (value.isZero()) {
      throw new InvalidSetting(variable, "0", "expected more than nothing");
    }
    return value;
  }
}
