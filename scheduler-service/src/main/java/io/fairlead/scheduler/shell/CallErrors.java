package io.fairlead.scheduler.shell;

import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of a call to a cluster as the callers of gRPC hear them. */
public final class CallErrors {
  private static final Logger LOG = LoggerFactory.getLogger(CallErrors.class);
  private static final String SERVER = "ServerException";

  private CallErrors() {}

  /** The status of a failure; one that is nobody's doing outside goes to the log. */
  public static StatusRuntimeException of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case StatusRuntimeException status -> status;
      case NotOwnerException notOwner -> notOwner(notOwner.owner());
      case OverloadedException _ ->
          ApiErrors.of(Code.RESOURCE_EXHAUSTED, "ThrottlingException", "Rate exceeded", Map.of());
      case RetryException retry ->
          ApiErrors.of(Code.UNAVAILABLE, SERVER, sentence(retry), Map.of());
      default -> {
        LOG.error("call failed", failure);
        yield ApiErrors.of(
            Code.INTERNAL, SERVER, "The scheduler failed; its log says why.", Map.of());
      }
    };
  }

  private static String sentence(RetryException retry) {
    return "Nothing can be said about the cluster at the moment: " + retry.getMessage() + ".";
  }

  private static StatusRuntimeException notOwner(Optional<String> owner) {
    return ApiErrors.of(
        Code.UNAVAILABLE,
        ApiErrors.NOT_OWNER,
        "The cluster belongs to another scheduler.",
        owner.map(address -> Map.of(ApiErrors.OWNER, address)).orElse(Map.of()));
  }
}
