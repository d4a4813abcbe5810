package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Link;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.NetworkMode;

/** A container's network, names and ports. */
final class Networking {
  private Networking() {}

  static void set(HostConfig host, Blueprint blueprint, PortPlan ports) {
    ContainerDefinition container = blueprint.container();
    host.withNetworkMode(mode(blueprint));
    host.withPortBindings(ports.published());
    host.withLinks(container.getLinksList().stream().map(link -> link(blueprint, link)).toList());
    host.withDns(container.getDnsServersList());
    host.withDnsSearch(container.getDnsSearchDomainsList());
    host.withExtraHosts(
        container.getExtraHostsList().stream()
            .map(entry -> entry.getHostname() + ":" + entry.getIpAddress())
            .toArray(String[]::new));
  }

  /** The engine's network mode; a task definition that names none means bridge. */
  private static String mode(Blueprint blueprint) {
    if (blueprint.container().getDisableNetworking()) {
      return "none";
    }
    return switch (blueprint.task().getNetworkMode()) {
      case NETWORK_MODE_HOST -> "host";
      case NETWORK_MODE_NONE -> "none";
      case NETWORK_MODE_BRIDGE, NETWORK_MODE_UNSPECIFIED -> "bridge";
      case NETWORK_MODE_AWSVPC, UNRECOGNIZED ->
          throw new IllegalArgumentException("network mode is refused before this");
    };
  }

  /** {@code name} or {@code name:alias}, the name being one of the task definition. */
  private static Link link(Blueprint blueprint, String text) {
    String[] parts = text.split(":", 2);
    return new Link(blueprint.engineName(parts[0]), parts.length == 2 ? parts[1] : parts[0]);
  }

  /** Whether the engine itself publishes the container's ports. */
  static boolean publishes(Blueprint blueprint) {
    NetworkMode mode = blueprint.task().getNetworkMode();
    return !blueprint.container().getDisableNetworking()
        && (mode == NetworkMode.NETWORK_MODE_BRIDGE || !blueprint.task().hasNetworkMode());
  }
}
