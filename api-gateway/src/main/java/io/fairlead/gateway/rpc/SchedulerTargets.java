package io.fairlead.gateway.rpc;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.gateway.routing.RoutingKeys;
import io.fairlead.gateway.routing.Schedulers;

/** Streams that go to the scheduler which owns the cluster. */
final class SchedulerTargets implements TargetFinder {
  private final Schedulers schedulers;
  private final String serviceToken;

  SchedulerTargets(Schedulers schedulers, String serviceToken) {
    this.schedulers = schedulers;
    this.serviceToken = serviceToken;
  }

  @Override
  public Target find(Message first, CallOrigin origin, int attempt) {
    String address = schedulers.choose(RoutingKeys.of(first), attempt);
    return new Target.Reachable(schedulers.channel(address), origin.headers(serviceToken));
  }

  @Override
  public void learn(Message first, ErrorInfo notOwner) {
    schedulers.learn(RoutingKeys.of(first), notOwner);
  }
}
