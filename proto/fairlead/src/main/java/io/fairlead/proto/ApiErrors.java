package io.fairlead.proto;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Optional;

/**
 * The API's errors as gRPC statuses: the exception's name travels as the reason of an {@link
 * ErrorInfo}, its further members as the metadata.
 */
public final class ApiErrors {
  /** The reason of an answer by a scheduler that does not own the cluster's shard. */
  public static final String NOT_OWNER = "NotOwner";

  /** Metadata of {@link #NOT_OWNER}: host:port of the owner, where it is known. */
  public static final String OWNER = "owner";

  private ApiErrors() {}

  /** An error whose type is the API's exception name, e.g. {@code ClusterNotFoundException}. */
  public static StatusRuntimeException of(
      Code code, String type, String message, Map<String, String> members) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setDomain("fairlead")
            .setReason(type)
            .putAllMetadata(members)
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }

  /** The API's error inside a failed call; empty where the failure carries none. */
  public static Optional<ErrorInfo> info(Throwable failure) {
    Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return Optional.empty();
    }
    return status.getDetailsList().stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .findFirst()
        .map(ApiErrors::unpack);
  }

  private static ErrorInfo unpack(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      return ErrorInfo.getDefaultInstance();
    }
  }
}
