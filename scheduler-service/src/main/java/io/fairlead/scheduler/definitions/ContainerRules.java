package io.fairlead.scheduler.definitions;

import static io.fairlead.scheduler.definitions.Rules.when;
import static io.fairlead.scheduler.definitions.Rules.within;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.ResourceType;
import io.fairlead.proto.ecs.Ulimit;
import io.fairlead.scheduler.core.TaskSize;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What RegisterTaskDefinition accepts of one container, whatever the others are. */
record ContainerRules(ContainerDefinition container, NetworkMode mode) {
  private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Set<String> HEALTH_COMMANDS = Set.of("CMD", "CMD-SHELL", "NONE");

  private static final Rules<ContainerRules> RULES =
      Rules.of(
          ContainerRules::image,
          ContainerRules::size,
          ContainerRules::ports,
          ContainerRules::links,
          ContainerRules::healthCheck,
          ContainerRules::timeouts,
          ContainerRules::restartPolicy,
          ContainerRules::ulimits,
          ContainerRules::environment,
          ContainerRules::gpus,
          ContainerRules::networking);

  Optional<String> complaint() {
    return RULES.complaint(this);
  }

  private Optional<String> image() {
    return when(container.getImage().isBlank(), "image is missing.");
  }

  private Optional<String> size() {
    if (container.getCpu() < 0) {
      return Optional.of("cpu must not be negative.");
    }
    return tooSmall("memory", container.hasMemory(), container.getMemory())
        .or(
            () ->
                tooSmall(
                    "memoryReservation",
                    container.hasMemoryReservation(),
                    container.getMemoryReservation()))
        .or(
            () ->
                when(
                    container.hasMemory()
                        && container.hasMemoryReservation()
                        && container.getMemoryReservation() > container.getMemory(),
                    "memoryReservation must not be greater than memory."));
  }

  private static Optional<String> tooSmall(String member, boolean present, int value) {
    return when(
        present && value < TaskSize.LEAST_MEMORY,
        member + " must be " + TaskSize.LEAST_MEMORY + " MiB or more, not " + value + ".");
  }

  private Optional<String> ports() {
    Set<String> taken = new HashSet<>();
    for (PortMapping mapping : container.getPortMappingsList()) {
      Optional<String> complaint = port(mapping);
      if (complaint.isPresent()) {
        return complaint;
      }
      String host = mapping.getHostPort() + "/" + mapping.getProtocol();
      if (mapping.getHostPort() != 0 && !taken.add(host)) {
        return Optional.of("portMappings: hostPort " + mapping.getHostPort() + " is used twice.");
      }
    }
    return Optional.empty();
  }

  private Optional<String> port(PortMapping mapping) {
    if (mode == NetworkMode.NETWORK_MODE_NONE) {
      return Optional.of("portMappings must be left out with networkMode none.");
    }
    if (mapping.hasContainerPort() == mapping.hasContainerPortRange()) {
      return Optional.of("portMappings: give either containerPort or containerPortRange.");
    }
    if (mapping.hasContainerPortRange()) {
      return portRange(mapping);
    }
    return within("portMappings: containerPort", true, mapping.getContainerPort(), 1, 65535)
        .or(
            () ->
                within(
                    "portMappings: hostPort",
                    mapping.hasHostPort(),
                    mapping.getHostPort(),
                    0,
                    65535))
        .or(
            () ->
                when(
                    mode == NetworkMode.NETWORK_MODE_HOST
                        && mapping.getHostPort() != 0
                        && mapping.getHostPort() != mapping.getContainerPort(),
                    "portMappings: hostPort must be left out or equal containerPort with networkMode"
                        + " host."));
  }

  private static Optional<String> portRange(PortMapping mapping) {
    Matcher range = PORT_RANGE.matcher(mapping.getContainerPortRange());
    boolean valid =
        range.matches()
            && Integer.parseInt(range.group(1)) >= 1
            && Integer.parseInt(range.group(1)) <= Integer.parseInt(range.group(2))
            && Integer.parseInt(range.group(2)) <= 65535;
    return when(!valid, "portMappings: containerPortRange must be FIRST-LAST, such as 8000-8010.")
        .or(
            () ->
                when(
                    mapping.getHostPort() != 0,
                    "portMappings: hostPort cannot be given with containerPortRange."));
  }

  private Optional<String> links() {
    boolean bridge =
        mode == NetworkMode.NETWORK_MODE_BRIDGE || mode == NetworkMode.NETWORK_MODE_UNSPECIFIED;
    return when(container.getLinksCount() > 0 && !bridge, "links need networkMode bridge.");
  }

  private Optional<String> healthCheck() {
    if (!container.hasHealthCheck()) {
      return Optional.empty();
    }
    HealthCheck check = container.getHealthCheck();
    if (check.getCommandCount() == 0 || !HEALTH_COMMANDS.contains(check.getCommand(0))) {
      return Optional.of("healthCheck: command must begin with CMD, CMD-SHELL or NONE.");
    }
    return within("healthCheck: interval", check.hasInterval(), check.getInterval(), 5, 300)
        .or(() -> within("healthCheck: timeout", check.hasTimeout(), check.getTimeout(), 2, 120))
        .or(() -> within("healthCheck: retries", check.hasRetries(), check.getRetries(), 1, 10))
        .or(
            () ->
                within(
                    "healthCheck: startPeriod",
                    check.hasStartPeriod(),
                    check.getStartPeriod(),
                    0,
                    300));
  }

  private Optional<String> timeouts() {
    return within(
            "startTimeout", container.hasStartTimeout(), container.getStartTimeout(), 2, 86400)
        .or(
            () ->
                within(
                    "stopTimeout",
                    container.hasStopTimeout(),
                    container.getStopTimeout(),
                    0,
                    86400));
  }

  private Optional<String> restartPolicy() {
    var policy = container.getRestartPolicy();
    return within(
        "restartPolicy: restartAttemptPeriod",
        policy.hasRestartAttemptPeriod(),
        policy.getRestartAttemptPeriod(),
        60,
        1800);
  }

  private Optional<String> ulimits() {
    return container.getUlimitsList().stream()
        .filter(ulimit -> exceeds(ulimit.getSoftLimit(), ulimit.getHardLimit()))
        .findFirst()
        .map(
            ulimit -> "ulimits: softLimit is greater than hardLimit for " + wireName(ulimit) + ".");
  }

  /** -1 means no limit. */
  private static boolean exceeds(int soft, int hard) {
    return hard != -1 && (soft == -1 || soft > hard);
  }

  private static String wireName(Ulimit ulimit) {
    return ulimit.getName().name().replace("ULIMIT_NAME_", "").toLowerCase(Locale.ROOT);
  }

  private Optional<String> environment() {
    return when(
        container.getEnvironmentList().stream().anyMatch(pair -> pair.getName().isEmpty()),
        "environment: name is missing.");
  }

  private Optional<String> gpus() {
    return when(
        container.getResourceRequirementsList().stream()
            .filter(each -> each.getType() == ResourceType.RESOURCE_TYPE_GPU)
            .anyMatch(each -> !each.getValue().matches("[1-9]\\d{0,2}")),
        "resourceRequirements: the value of GPU must be a number of GPUs.");
  }

  private Optional<String> networking() {
    return when(
        container.hasHostname() && mode == NetworkMode.NETWORK_MODE_AWSVPC,
        "hostname cannot be given with networkMode awsvpc.");
  }
}
