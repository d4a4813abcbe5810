package io.fairlead.registry.ecr;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.rim.ShapeRules;
import io.fairlead.registry.policy.PolicyRights;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ECR API: a request is checked against its shape and goes to the operation that it is for.
 * Operations that do not exist yet say so, whatever is asked of them.
 */
public final class EcrEndpoint implements BindableService {
  private static final Logger LOG = LoggerFactory.getLogger(EcrEndpoint.class);

  private final Place place;
  private final Operations operations;
  private final CallRights rights;

  public EcrEndpoint(Place place, Operations operations, PolicyRights rights) {
    this.place = place;
    this.operations = operations;
    this.rights = new CallRights(place, rights);
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(ECRGrpc.getServiceDescriptor());
    ECRGrpc.getServiceDescriptor().getMethods().forEach(method -> bind(service, method));
    return service.build();
  }

  @SuppressWarnings("unchecked")
  private void bind(ServerServiceDefinition.Builder service, MethodDescriptor<?, ?> method) {
    service.addMethod(
        (MethodDescriptor<Message, Message>) method,
        ServerCalls.asyncUnaryCall(
            (request, caller) ->
                give(String.valueOf(method.getBareMethodName()), request, caller)));
  }

  private void give(String operation, Message request, StreamObserver<Message> caller) {
    try {
      switch (answer(operation, request)) {
        case Reply.Done(Message response) -> {
          caller.onNext(response);
          caller.onCompleted();
        }
        case Reply.Refused refused -> caller.onError(refused.status());
      }
    } catch (RuntimeException e) {
      LOG.error("operation={} failed", operation, e);
      caller.onError(
          ApiErrors.of(
              Code.UNAVAILABLE,
              "ServerException",
              "The call could not be completed; try again.",
              Map.of()));
    }
  }

  private Reply answer(String operation, Message request) {
    Optional<Function<Message, Reply>> call = operations.of(request);
    if (call.isEmpty()) {
      return Reply.unbuilt(operation);
    }
    return ShapeRules.complaint(request)
        .or(() -> Characters.complaint(request))
        .or(() -> otherRegistry(request))
        .<Reply>map(Reply::invalid)
        .or(() -> rights.refusal(operation, request))
        .orElseGet(() -> call.get().apply(request));
  }

  /** There is one registry; who names one must mean it. */
  private Optional<String> otherRegistry(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("registry_id");
    return field == null
            || !request.hasField(field)
            || request.getField(field).equals(place.account())
        ? Optional.empty()
        : Optional.of(
            "registryId '%s' is not here: this registry is '%s'."
                .formatted(request.getField(field), place.account()));
  }
}
