package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A container's port mappings. The engine picks the host port where the mapping leaves it open, and
 * one for each port of a range; only then must it be asked what it has picked.
 */
final class PortPlan {
  private static final String ANY_ADDRESS = "0.0.0.0";

  private final List<PortMapping> mappings;
  private final boolean published;
  private final boolean onHost;

  PortPlan(Blueprint blueprint) {
    this.mappings = blueprint.container().getPortMappingsList();
    this.published = Networking.publishes(blueprint);
    this.onHost = blueprint.task().getNetworkMode() == NetworkMode.NETWORK_MODE_HOST;
  }

  List<ExposedPort> exposed() {
    return published ? mappings.stream().flatMap(PortPlan::ports).toList() : List.of();
  }

  List<PortBinding> published() {
    return published ? mappings.stream().flatMap(PortPlan::bindings).toList() : List.of();
  }

  /** Whether the engine has to be asked for the host ports. */
  boolean isOpen() {
    return published && mappings.stream().anyMatch(mapping -> mapping.getHostPort() == 0);
  }

  /** The bindings that are known without asking. */
  List<NetworkBinding> fixed() {
    return published || onHost ? mappings.stream().flatMap(PortPlan::fixed).toList() : List.of();
  }

  private static Stream<NetworkBinding> fixed(PortMapping mapping) {
    boolean single = !mapping.hasContainerPortRange();
    return ports(mapping)
        .map(
            port ->
                binding(
                    port,
                    single && mapping.getHostPort() > 0 ? mapping.getHostPort() : port.getPort()));
  }

  /** The bindings as the engine tells them. */
  static List<NetworkBinding> of(Ports ports) {
    List<NetworkBinding> bindings = new ArrayList<>();
    for (Map.Entry<ExposedPort, Ports.Binding[]> entry : ports.getBindings().entrySet()) {
      if (entry.getValue() == null) {
        continue;
      }
      for (Ports.Binding binding : entry.getValue()) {
        boolean ipv4 = binding.getHostIp() == null || !binding.getHostIp().contains(":");
        if (ipv4 && binding.getHostPortSpec() != null) {
          bindings.add(binding(entry.getKey(), Integer.parseInt(binding.getHostPortSpec())));
        }
      }
    }
    return List.copyOf(bindings);
  }

  private static NetworkBinding binding(ExposedPort port, int hostPort) {
    return NetworkBinding.newBuilder()
        .setBindIp(ANY_ADDRESS)
        .setContainerPort(port.getPort())
        .setHostPort(hostPort)
        .setProtocol(
            port.getProtocol() == InternetProtocol.UDP
                ? TransportProtocol.TRANSPORT_PROTOCOL_UDP
                : TransportProtocol.TRANSPORT_PROTOCOL_TCP)
        .build();
  }

  private static Stream<PortBinding> bindings(PortMapping mapping) {
    return ports(mapping)
        .map(
            port ->
                new PortBinding(
                    mapping.getHostPort() == 0
                        ? Ports.Binding.empty()
                        : Ports.Binding.bindPort(mapping.getHostPort()),
                    port));
  }

  private static Stream<ExposedPort> ports(PortMapping mapping) {
    InternetProtocol protocol =
        mapping.getProtocol() == TransportProtocol.TRANSPORT_PROTOCOL_UDP
            ? InternetProtocol.UDP
            : InternetProtocol.TCP;
    return range(mapping).mapToObj(port -> new ExposedPort(port, protocol));
  }

  /** {@code containerPortRange} is {@code first-last}. */
  private static IntStream range(PortMapping mapping) {
    if (!mapping.hasContainerPortRange()) {
      return IntStream.of(mapping.getContainerPort());
    }
    String[] ends = mapping.getContainerPortRange().split("-", 2);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[ends.length - 1].strip()));
  }
}
