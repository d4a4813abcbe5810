package io.fairlead.registry.ecr;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/** What comes of a call. */
sealed interface Reply {

  /** It was done, or read. */
  record Done(Message response) implements Reply {}

  /**
   * It was refused.
   *
   * @param type name of the API's exception
   * @param members what it has beside its message
   */
  record Refused(Code code, String type, String message, Map<String, String> members)
      implements Reply {
    Refused(Code code, String type, String message) {
      this(code, type, message, Map.of());
    }

    StatusRuntimeException status() {
      return ApiErrors.of(code, type, message, members);
    }
  }

  /** A parameter is wrong; the message names it. */
  static Refused invalid(String message) {
    return new Refused(Code.INVALID_ARGUMENT, "InvalidParameterException", message);
  }

  /** A member, value or operation that this version does not have. */
  static Refused unbuilt(String what) {
    return new Refused(
        Code.UNIMPLEMENTED,
        "UnsupportedFeatureException",
        "Not implemented by this version of Fairlead: " + what);
  }
}
