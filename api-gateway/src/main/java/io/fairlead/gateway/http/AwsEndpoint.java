package io.fairlead.gateway.http;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.gateway.routing.Reply;
import io.fairlead.gateway.routing.SchedulerCall;
import io.fairlead.gateway.routing.SchedulerRouter;
import io.fairlead.gateway.sigv4.HttpCall;
import io.fairlead.gateway.sigv4.SignatureCheck;
import io.fairlead.gateway.sigv4.Verdict;
import io.fairlead.proto.json.ApiError;
import io.fairlead.proto.json.Failures;
import io.fairlead.proto.json.Operation;
import io.fairlead.proto.json.Transcoder;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls of the AWS JSON 1.1 protocol: verify, transcode, route, transcode back. */
public final class AwsEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);

  private final Transcoder transcoder;
  private final SignatureCheck signatures;
  private final SchedulerRouter router;
  private final int largestBody;

  public AwsEndpoint(
      Transcoder transcoder, SignatureCheck signatures, SchedulerRouter router, int largestBody) {
    this.transcoder = transcoder;
    this.signatures = signatures;
    this.router = router;
    this.largestBody = largestBody;
  }

  /** Answers one request; blocks while the scheduler works on it. */
  public WireAnswer answer(HttpCall call, String requestId) {
    if (call.body().length > largestBody) {
      return tooLarge(requestId);
    }
    if (call.header("content-type").startsWith("application/x-www-form-urlencoded")) {
      return WireAnswer.queryError(
          ApiError.client("InvalidAction", "This service of AWS is not offered here."), requestId);
    }
    String target = call.header("x-amz-target");
    Optional<Operation> operation = transcoder.operation(target);
    return operation
        .map(known -> authenticated(call, known, requestId))
        .orElseGet(() -> WireAnswer.error(unknown(target), requestId));
  }

  /** The answer to a body above the limit, whether it was read or not. */
  public WireAnswer tooLarge(String requestId) {
    ApiError error =
        new ApiError(
            "RequestEntityTooLargeException",
            "The request is larger than " + largestBody + " bytes.",
            413,
            Map.of());
    return WireAnswer.error(error, requestId);
  }

  /** The answer when the gateway itself broke down; the log knows why. */
  static WireAnswer broken(String requestId) {
    return WireAnswer.error(ApiError.server("The gateway failed. Try again."), requestId);
  }

  private WireAnswer authenticated(HttpCall call, Operation operation, String requestId) {
    return switch (signatures.check(call, operation.signingName())) {
      case Verdict.Refused(ApiError error) -> WireAnswer.error(error, requestId);
      case Verdict.Accepted(Identity.Instance _) ->
          WireAnswer.error(
              ApiError.client(
                  "AccessDeniedException", "A container instance may not call the API."),
              requestId);
      case Verdict.Accepted(Identity.User user) ->
          transcode(call, operation, new CallOrigin(user, requestId));
    };
  }

  private WireAnswer transcode(HttpCall call, Operation operation, CallOrigin origin) {
    return switch (transcoder.read(operation, call.body())) {
      case Transcoder.Reading.Refused(ApiError error) ->
          WireAnswer.error(error, origin.requestId());
      case Transcoder.Reading.Read(var message) ->
          reply(
              operation,
              router.call(
                  SchedulerCall.of(operation.grpcName(), message, message.toByteArray(), origin)),
              origin.requestId());
    };
  }

  private WireAnswer reply(Operation operation, Reply reply, String requestId) {
    return switch (reply) {
      case Reply.Answer(byte[] message) ->
          WireAnswer.json(transcoder.write(operation, message), requestId);
      case Reply.Failure(var status) -> WireAnswer.error(Failures.of(operation, status), requestId);
    };
  }

  private static ApiError unknown(String target) {
    if (target.isEmpty()) {
      return ApiError.client(
          "UnknownOperationException", "The header X-Amz-Target must name an operation.");
    }
    String shown = target.length() <= 200 ? target : target.substring(0, 200) + "...";
    return ApiError.client(
        "UnknownOperationException", shown + " is not an operation offered here.");
  }
}
