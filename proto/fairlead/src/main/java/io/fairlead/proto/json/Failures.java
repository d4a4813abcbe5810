package io.fairlead.proto.json;

import com.google.rpc.ErrorInfo;
import io.fairlead.proto.ApiErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;

/** Failed gRPC calls as errors of the API. */
public final class Failures {
  private Failures() {}

  /** The error that the caller of an operation is told. */
  public static ApiError of(Operation operation, StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String message = status.getDescription() == null ? "" : status.getDescription();
    Optional<ErrorInfo> info = ApiErrors.info(failure);
    return info.map(
            error ->
                new ApiError(
                    error.getReason(),
                    message,
                    operation.statusOf(error.getReason(), status(status.getCode())),
                    error.getMetadataMap()))
        .orElseGet(() -> plain(operation, status.getCode(), message));
  }

  private static int status(Status.Code code) {
    return switch (code) {
      case UNKNOWN, INTERNAL, UNAVAILABLE, DATA_LOSS, DEADLINE_EXCEEDED -> 500;
      case OK,
          CANCELLED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          400;
    };
  }

  /** A failure that no part of the API spoke: gRPC's own, or of a scheduler that broke down. */
  private static ApiError plain(Operation operation, Status.Code code, String message) {
    return switch (code) {
      case UNIMPLEMENTED ->
          ApiError.client(
              "UnsupportedFeatureException", operation.name() + " is not implemented yet.");
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, NOT_FOUND, ALREADY_EXISTS ->
          new ApiError(operation.validationError(), message, 400, Map.of());
      case PERMISSION_DENIED -> ApiError.client("AccessDeniedException", message);
      case UNAUTHENTICATED ->
          ApiError.server("The scheduler does not accept the service token of this gateway.");
      case DEADLINE_EXCEEDED, CANCELLED ->
          ApiError.server("The scheduler did not answer in time. Try again.");
      case UNAVAILABLE -> ApiError.server("No scheduler can be reached at the moment. Try again.");
      case OK, UNKNOWN, INTERNAL, DATA_LOSS, ABORTED, RESOURCE_EXHAUSTED ->
          ApiError.server("The scheduler failed to answer.");
    };
  }
}
