package io.fairlead.scheduler.api;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Rejection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies as gRPC answers: the one place of this service that knows statuses. */
public final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private Replies() {}

  static void give(Decision.Reply reply, StreamObserver<Message> caller) {
    switch (reply) {
      case Decision.Done(Message response) -> {
        caller.onNext(response);
        caller.onCompleted();
      }
      case Decision.Refused(Rejection rejection) -> caller.onError(error(rejection));
      case Decision.Silent() -> caller.onError(failed(new IllegalStateException("no reply")));
    }
  }

  /** A "no" as a status. */
  public static StatusRuntimeException error(Rejection rejection) {
    return ApiErrors.of(
        code(rejection.type()),
        rejection.type().exception(),
        rejection.message(),
        rejection.members());
  }

  private static Code code(Rejection.Type type) {
    return switch (type) {
      case ACCESS_DENIED, BLOCKED -> Code.PERMISSION_DENIED;
      case CLIENT, INVALID_PARAMETER -> Code.INVALID_ARGUMENT;
      case CLUSTER_NOT_FOUND, RESOURCE_NOT_FOUND, SERVICE_NOT_FOUND, TARGET_NOT_FOUND ->
          Code.NOT_FOUND;
      case CLUSTER_CONTAINS_CONTAINER_INSTANCES,
          CLUSTER_CONTAINS_SERVICES,
          CLUSTER_CONTAINS_TASKS,
          SERVICE_NOT_ACTIVE,
          UPDATE_IN_PROGRESS ->
          Code.FAILED_PRECONDITION;
      case CONFLICT -> Code.ALREADY_EXISTS;
      case ATTRIBUTE_LIMIT_EXCEEDED, LIMIT_EXCEEDED, THROTTLING -> Code.RESOURCE_EXHAUSTED;
      case SERVER -> Code.INTERNAL;
      case UNKNOWN_OPERATION, UNSUPPORTED_FEATURE -> Code.UNIMPLEMENTED;
    };
  }

  /** A failure that is no "no": the caller may try again, the cause goes to the log only. */
  static StatusRuntimeException failed(Throwable failure) {
    Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
    for (Throwable each : new Throwable[] {failure, cause}) {
      if (each instanceof StatusRuntimeException status
          && status.getStatus().getCode() != Status.Code.UNKNOWN) {
        return status;
      }
    }
    LOG.error("event=call_failed", failure);
    return ApiErrors.of(
        Code.UNAVAILABLE,
        Rejection.Type.SERVER.exception(),
        "The call could not be completed; try again.",
        Map.of());
  }
}
