package io.fairlead.gateway.routing;

import com.google.protobuf.Message;
import java.util.Optional;

/**
 * One call to whichever scheduler owns what it is about.
 *
 * @param method full name, e.g. {@code fairlead.ecs.v1.ECS/RunTask}
 * @param key routing key; empty where any scheduler can answer
 * @param repeatable whether sending it twice does no harm
 */
public record SchedulerCall(
    String method, byte[] request, Optional<String> key, boolean repeatable, CallOrigin origin) {

  /** A call with this request. */
  public static SchedulerCall of(String method, Message request, byte[] bytes, CallOrigin origin) {
    String name = method.substring(method.indexOf('/') + 1);
    return new SchedulerCall(
        method, bytes, RoutingKeys.of(request), Repeatable.is(name, request), origin);
  }
}
