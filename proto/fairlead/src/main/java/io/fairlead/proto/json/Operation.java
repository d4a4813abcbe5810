package io.fairlead.proto.json;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.fairlead.proto.wire.ErrorShape;
import io.fairlead.proto.wire.WireProto;

/** One operation of an API, with what its options say of it. */
public record Operation(MethodDescriptor method) {

  /** The name in the API, e.g. {@code RunTask}. */
  public String name() {
    return method.getName();
  }

  /** The name of the API's service, e.g. {@code ECS}. */
  public String serviceName() {
    return method.getService().getName();
  }

  /** The name of the gRPC method, e.g. {@code fairlead.ecs.v1.ECS/RunTask}. */
  public String grpcName() {
    return method.getService().getFullName() + "/" + method.getName();
  }

  /** The service in the scope of a signature. */
  public String signingName() {
    return method.getService().getOptions().getExtension(WireProto.signingName);
  }

  /** The HTTP status of an error that the API names, {@code otherwise} of one that it does not. */
  int statusOf(String error, int otherwise) {
    return method.getService().getOptions().getExtension(WireProto.errorShapes).stream()
        .filter(shape -> shape.getName().equals(error))
        .findFirst()
        .map(ErrorShape::getHttpStatus)
        .orElse(otherwise);
  }

  /** The exception with which this operation refuses a value that it does not know. */
  String validationError() {
    return method.getOptions().getExtension(WireProto.errors).contains("InvalidParameterException")
        ? "InvalidParameterException"
        : "ValidationException";
  }
}
