package io.fairlead.gateway.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.gateway.routing.Reply;
import io.fairlead.gateway.routing.SchedulerCall;
import io.fairlead.gateway.routing.SchedulerRouter;
import io.fairlead.gateway.routing.Schedulers;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.api.LocateTaskResponse;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Streams that go to the agent which has the task, with a token that proves to it, by its own
 * secret, that the gateway calls.
 */
final class AgentTargets implements TargetFinder {
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  private final SchedulerRouter router;
  private final Schedulers channels;
  private final Function<String, Optional<AccessKey>> instanceKeys;
  private final InstantSource clock;

  /**
   * Targets among the agents.
   *
   * @param channels holds the channels to agents, like those to schedulers
   * @param instanceKeys the access key of a container instance, by its ARN
   */
  AgentTargets(
      SchedulerRouter router,
      Schedulers channels,
      Function<String, Optional<AccessKey>> instanceKeys,
      InstantSource clock) {
    this.router = router;
    this.channels = channels;
    this.instanceKeys = instanceKeys;
    this.clock = clock;
  }

  @Override
  public Target find(Message first, CallOrigin origin, int attempt) {
    LocateTaskRequest request = question(first);
    SchedulerCall call =
        SchedulerCall.of(
            ClusterInsightGrpc.getLocateTaskMethod().getFullMethodName(),
            request,
            request.toByteArray(),
            origin);
    return switch (router.call(call)) {
      case Reply.Failure(StatusRuntimeException status) -> new Target.Unreachable(status);
      case Reply.Answer(byte[] message) -> target(message);
    };
  }

  /** Cluster and task, from the request itself or from the message that starts the stream. */
  private static LocateTaskRequest question(Message first) {
    LocateTaskRequest.Builder request = LocateTaskRequest.newBuilder();
    for (Map.Entry<FieldDescriptor, Object> set : first.getAllFields().entrySet()) {
      switch (set.getKey().getName()) {
        case "cluster" -> request.setCluster((String) set.getValue());
        case "task" -> request.setTask((String) set.getValue());
        case "start" -> request.mergeFrom(question((Message) set.getValue()));
        default -> {}
      }
    }
    return request.build();
  }

  private Target target(byte[] message) {
    LocateTaskResponse located;
    try {
      located = LocateTaskResponse.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the scheduler's answer is no LocateTaskResponse", e);
    }
    Optional<AccessKey> key = instanceKeys.apply(located.getContainerInstanceArn());
    if (located.getAgentAddress().isEmpty() || key.isEmpty()) {
      return new Target.Unreachable(notConnected(located.getTaskArn()));
    }
    Metadata headers = new Metadata();
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + token(key.get()));
    return new Target.Reachable(channels.channel(located.getAgentAddress()), headers);
  }

  private String token(AccessKey key) {
    return BearerToken.sign(key.id(), key.secret(), BearerToken.AGENT, clock.instant(), VALIDITY);
  }

  private static StatusRuntimeException notConnected(String task) {
    return ApiErrors.of(
        Code.UNAVAILABLE,
        "TargetNotConnectedException",
        "The agent that has " + task + " cannot be reached.",
        Map.of());
  }

  @Override
  public void learn(Message first, ErrorInfo notOwner) {
    // Agents own nothing that another one could.
  }
}
