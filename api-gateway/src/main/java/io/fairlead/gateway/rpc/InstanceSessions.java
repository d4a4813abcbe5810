package io.fairlead.gateway.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.Hello;
import java.util.Map;

/** Sessions of agents: an instance may open its own, in its own cluster, and no other. */
final class InstanceSessions implements TargetFinder {
  private final TargetFinder schedulers;

  InstanceSessions(TargetFinder schedulers) {
    this.schedulers = schedulers;
  }

  @Override
  public Target find(Message first, CallOrigin origin, int attempt) {
    Hello hello = hello(first);
    boolean own =
        origin.identity() instanceof Identity.Instance instance
            && hello.getContainerInstanceArn().equals(instance.arn())
            && Arn.nameOf(hello.getCluster()).equals(instance.cluster());
    return own
        ? schedulers.find(first, origin, attempt)
        : new Target.Unreachable(
            ApiErrors.of(
                Code.PERMISSION_DENIED,
                "AccessDeniedException",
                origin.identity().arn() + " may open a session for itself only.",
                Map.of()));
  }

  private static Hello hello(Message first) {
    try {
      return AgentMessage.parseFrom(first.toByteString()).getHello();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("parsed a moment ago", e);
    }
  }

  @Override
  public void learn(Message first, ErrorInfo notOwner) {
    schedulers.learn(first, notOwner);
  }
}
