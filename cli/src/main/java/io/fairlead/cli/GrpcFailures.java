package io.fairlead.cli;

import com.google.rpc.ErrorInfo;
import io.fairlead.proto.ApiErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/** Failed calls in words: cause and next step. */
final class GrpcFailures {
  private static final String NOT_UP = "Is it running? See: fairlead status; start it: fairlead up";

  private static final String NOT_YET = "This version of Fairlead does not offer it yet.";

  /** What helps against the errors that people meet most. */
  private static final Map<String, String> NEXT =
      Map.of(
          "ClusterNotFoundException", "See: fairlead clusters ls",
          "ServiceNotFoundException", "See: fairlead service ls",
          "ServiceNotActiveException",
              "The service was deleted. Make it anew: fairlead service create",
          "RepositoryNotFoundException", "See: fairlead images ls",
          "ImageNotFoundException", "See: fairlead images ls REPOSITORY",
          "UnsupportedFeatureException", NOT_YET,
          "TargetNotConnectedException", "See: fairlead instances ls",
          "AccessDeniedException", "The access key may not do this; see the policy of its user.");

  private GrpcFailures() {}

  static CommandFailure explain(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String text = status.getDescription() == null ? "" : status.getDescription();
    return ApiErrors.info(failure)
        .map(info -> ofApi(info, status.getCode(), text))
        .orElseGet(() -> ofTransport(status.getCode(), text));
  }

  private static CommandFailure ofApi(ErrorInfo info, Status.Code code, String text) {
    String next = NEXT.getOrDefault(info.getReason(), "");
    return new CommandFailure(exitCode(code), info.getReason() + ": " + text, next);
  }

  private static ExitCode exitCode(Status.Code code) {
    return switch (code) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> ExitCode.NOT_ALLOWED;
      case UNAVAILABLE -> ExitCode.UNREACHABLE;
      case DEADLINE_EXCEEDED -> ExitCode.TIMED_OUT;
      case OK,
          CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS ->
          ExitCode.FAILED;
    };
  }

  private static CommandFailure ofTransport(Status.Code code, String text) {
    String next =
        switch (code) {
          case UNAVAILABLE -> NOT_UP;
          case UNAUTHENTICATED ->
              "The token or key is not known here, or too old. Get new ones: eval \"$(fairlead env)\"";
          case UNIMPLEMENTED -> NOT_YET;
          default -> "";
        };
    String what = code == Status.Code.UNAVAILABLE ? "Fairlead is not reached" : code.name();
    return new CommandFailure(exitCode(code), what + (text.isEmpty() ? "" : ": " + text), next);
  }
}
