package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.grpc.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The instances that are reached over this process' endpoint, by their access keys. */
final class Residents {
  /** For whom the call is that the current thread works on. */
  static final Context.Key<Resident> CALLED = Context.key("fairlead-resident");

  /** An instance with what callers may ask for. */
  record Resident(Credentials credentials, Containers containers, ContainerRuntime runtime) {}

  private final Map<String, Resident> byKey = new ConcurrentHashMap<>();

  void add(Resident resident) {
    byKey.put(resident.credentials().accessKeyId(), resident);
  }

  void remove(Credentials credentials) {
    byKey.remove(credentials.accessKeyId());
  }

  Optional<Resident> find(String accessKeyId) {
    return Optional.ofNullable(byKey.get(accessKeyId));
  }
}
