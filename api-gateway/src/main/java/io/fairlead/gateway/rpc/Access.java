package io.fairlead.gateway.rpc;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.IdentityGrpc;
import io.grpc.health.v1.HealthGrpc;
import java.util.Set;

/** Who may call which gRPC method. */
final class Access {
  private static final Set<String> UNNOTED_SERVICES =
      Set.of(
          HealthGrpc.SERVICE_NAME,
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private Access() {}

  /** Services that say nothing of an installation: they need no token and leave no record. */
  static boolean unnoted(String service) {
    return UNNOTED_SERVICES.contains(service);
  }

  /** Methods that need no bearer token; {@code Join} has a token of its own in its request. */
  static boolean open(String method) {
    return method.equals(FleetGrpc.getJoinMethod().getFullMethodName());
  }

  /**
   * Everybody may ask who he is. Beyond that an instance opens its session and does nothing else; a
   * user does everything else.
   */
  static boolean allowed(Identity caller, String service) {
    boolean session = service.equals(AgentSessionGrpc.SERVICE_NAME);
    return switch (caller) {
      case Identity.Instance _ -> session || service.equals(IdentityGrpc.SERVICE_NAME);
      case Identity.User _ -> !session;
    };
  }
}
