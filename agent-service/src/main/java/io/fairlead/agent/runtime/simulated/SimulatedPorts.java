package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.TransportProtocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The host ports of a simulated engine: given and taken back, never opened. */
final class SimulatedPorts {
  private static final int FIRST_DYNAMIC = 32768;

  private final Set<String> taken = new HashSet<>();

  /** Takes the host ports of a container; none where one is not free. */
  List<NetworkBinding> take(Blueprint blueprint) throws EngineFailure {
    NetworkMode mode = blueprint.task().getNetworkMode();
    if (mode == NetworkMode.NETWORK_MODE_NONE || blueprint.container().getDisableNetworking()) {
      return List.of();
    }
    List<NetworkBinding> bindings = new ArrayList<>();
    for (PortMapping mapping : blueprint.container().getPortMappingsList()) {
      int wanted =
          mode == NetworkMode.NETWORK_MODE_HOST
              ? mapping.getContainerPort()
              : mapping.getHostPort();
      NetworkBinding binding = bind(mapping, wanted == 0 ? free(mapping) : wanted);
      if (!taken.add(key(binding))) {
        free(bindings);
        throw new EngineFailure(
            EngineFailure.Kind.REFUSED,
            "host port " + binding.getHostPort() + ": port is already allocated");
      }
      bindings.add(binding);
    }
    return List.copyOf(bindings);
  }

  void free(List<NetworkBinding> bindings) {
    bindings.forEach(binding -> taken.remove(key(binding)));
  }

  private int free(PortMapping mapping) {
    int port = FIRST_DYNAMIC;
    while (taken.contains(key(bind(mapping, port)))) {
      port++;
    }
    return port;
  }

  private static NetworkBinding bind(PortMapping mapping, int hostPort) {
    return NetworkBinding.newBuilder()
        .setBindIp("0.0.0.0")
        .setContainerPort(mapping.getContainerPort())
        .setHostPort(hostPort)
        .setProtocol(
            mapping.hasProtocol()
                ? mapping.getProtocol()
                : TransportProtocol.TRANSPORT_PROTOCOL_TCP)
        .build();
  }

  private static String key(NetworkBinding binding) {
    return binding.getHostPort() + "/" + binding.getProtocol();
  }
}
