package io.fairlead.gateway.routing;

import java.util.Map;

/**
 * Calls by the gRPC service that they are of.
 *
 * @param special routers of some services, by the services' full names
 * @param rest where all others go
 */
public record RoutesByService(Map<String, CallRouter> special, CallRouter rest)
    implements CallRouter {
  @Override
  public Reply call(SchedulerCall call) {
    String service = call.method().substring(0, call.method().indexOf('/'));
    return special.getOrDefault(service, rest).call(call);
  }
}
