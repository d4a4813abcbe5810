package io.fairlead.agent.shell;

import com.google.rpc.Code;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.proto.ApiErrors;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/** The engine's failures as answers of the agent's endpoint. */
final class EngineStatus {
  private EngineStatus() {}

  static StatusRuntimeException of(EngineFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case NOT_FOUND, REFUSED ->
          ApiErrors.of(Code.INVALID_ARGUMENT, "InvalidParameterException", message, Map.of());
      case NOT_RUNNING ->
          ApiErrors.of(Code.FAILED_PRECONDITION, "TargetNotConnectedException", message, Map.of());
      case BUSY, TIMEOUT, UNREACHABLE, INTERRUPTED ->
          ApiErrors.of(Code.UNAVAILABLE, "ServerException", message, Map.of());
    };
  }
}
