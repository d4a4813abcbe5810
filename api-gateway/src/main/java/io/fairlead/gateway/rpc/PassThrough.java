package io.fairlead.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import io.fairlead.gateway.routing.Bytes;
import io.fairlead.gateway.routing.CallRouter;
import io.fairlead.gateway.routing.Reply;
import io.fairlead.gateway.routing.SchedulerCall;
import io.fairlead.proto.ApiErrors;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;

/** Serves whole gRPC services by handing each call on as the bytes that came. */
final class PassThrough {
  private final CallRouter router;
  private final TargetFinder streamTargets;

  /**
   * A pass-through.
   *
   * @param streamTargets where the calls with streams go
   */
  PassThrough(CallRouter router, TargetFinder streamTargets) {
    this.router = router;
    this.streamTargets = streamTargets;
  }

  /** All methods of a service; reflection shows them as they are. */
  ServerServiceDefinition serve(ServiceDescriptor service) {
    ServiceDescriptor.Builder bytes = ServiceDescriptor.newBuilder(service.getName());
    if (service.getSchemaDescriptor() != null) {
      bytes.setSchemaDescriptor(service.getSchemaDescriptor());
    }
    Map<MethodDescriptor<byte[], byte[]>, Descriptor> methods = new java.util.LinkedHashMap<>();
    service.getMethods().forEach(method -> methods.put(asBytes(method), inputOf(method)));
    methods.keySet().forEach(bytes::addMethod);
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(bytes.build());
    methods.forEach((method, input) -> definition.addMethod(method, handler(method, input)));
    return definition.build();
  }

  private static MethodDescriptor<byte[], byte[]> asBytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE).build();
  }

  private static Descriptor inputOf(MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
      return schema.getMethodDescriptor().getInputType();
    }
    throw new IllegalArgumentException(method.getFullMethodName() + " has no schema");
  }

  private ServerCallHandler<byte[], byte[]> handler(
      MethodDescriptor<byte[], byte[]> method, Descriptor input) {
    return method.getType() == MethodDescriptor.MethodType.UNARY
        ? ServerCalls.asyncUnaryCall(
            (request, caller) -> unary(method.getFullMethodName(), input, request, caller))
        : (call, _) -> new StreamRelay(call, input, streamTargets).start();
  }

  private void unary(
      String method, Descriptor input, byte[] request, StreamObserver<byte[]> caller) {
    SchedulerCall call;
    try {
      DynamicMessage message = DynamicMessage.parseFrom(input, request);
      CallAuthentication.account().asks(message);
      call = SchedulerCall.of(method, message, request, CallAuthentication.origin());
    } catch (InvalidProtocolBufferException e) {
      caller.onError(malformed(input));
      return;
    }
    switch (router.call(call)) {
      case Reply.Answer(byte[] message) -> {
        caller.onNext(message);
        caller.onCompleted();
      }
      case Reply.Failure(var status) -> caller.onError(status);
    }
  }

  static io.grpc.StatusRuntimeException malformed(Descriptor input) {
    return ApiErrors.of(
        Code.INVALID_ARGUMENT,
        "SerializationException",
        "The request is no " + input.getFullName() + ".",
        Map.of());
  }
}
