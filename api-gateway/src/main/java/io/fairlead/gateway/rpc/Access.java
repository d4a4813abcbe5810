package io.fairlead.gateway.rpc;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.IdentityGrpc;
import io.fairlead.proto.ecr.ECRGrpc;
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
   * An instance opens its session, asks who it is, and for a password to pull images with; a user
   * does everything but open sessions.
   */
  static boolean allowed(Identity caller, String service, String method) {
    return switch (caller) {
      case Identity.Instance _ ->
          service.equals(AgentSessionGrpc.SERVICE_NAME)
              || service.equals(IdentityGrpc.SERVICE_NAME)
              || method.equals(ECRGrpc.getGetAuthorizationTokenMethod().getFullMethodName());
      case Identity.User _ -> !service.equals(AgentSessionGrpc.SERVICE_NAME);
    };
  }
}
