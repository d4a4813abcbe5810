package io.fairlead.gateway.http;

import io.fairlead.gateway.calls.CallLedger;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.calls.Wire;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.gateway.routing.CallRouter;
import io.fairlead.gateway.routing.Reply;
import io.fairlead.gateway.routing.SchedulerCall;
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
  private final CallRouter router;
  private final CallLedger ledger;
  private final int largestBody;

  public AwsEndpoint(
      Transcoder transcoder,
      SignatureCheck signatures,
      CallRouter router,
      CallLedger ledger,
      int largestBody) {
    this.transcoder = transcoder;
    this.signatures = signatures;
    this.router = router;
    this.ledger = ledger;
    this.largestBody = largestBody;
  }

  /**
   * Answers one request; blocks while the scheduler works on it.
   *
   * @param source IP address of the caller
   */
  public WireAnswer answer(HttpCall call, String source) {
    OpenCall open = ledger.begin(Wire.AWS_JSON, source);
    try {
      return ended(open, answer(call, open));
    } catch (RuntimeException e) {
      LOG.error("request={} failed", open.requestId(), e);
      return ended(open, broken(open.requestId()));
    }
  }

  /** The answer to a body above the limit that the server did not read to its end. */
  public WireAnswer unread(String source) {
    OpenCall open = ledger.begin(Wire.AWS_JSON, source);
    return ended(open, tooLarge(open.requestId()));
  }

  private static WireAnswer ended(OpenCall open, WireAnswer answer) {
    open.end(answer.outcome(), answer.status());
    return answer;
  }

  private WireAnswer answer(HttpCall call, OpenCall open) {
    if (call.body().length > largestBody) {
      return tooLarge(open.requestId());
    }
    if (call.header("content-type").startsWith("application/x-www-form-urlencoded")) {
      return WireAnswer.queryError(
          ApiError.client("InvalidAction", "This service of AWS is not offered here."),
          open.requestId());
    }
    String target = call.header("x-amz-target");
    Optional<Operation> operation = transcoder.operation(target);
    return operation
        .map(known -> authenticated(call, known, open))
        .orElseGet(() -> WireAnswer.error(unknown(target), open.requestId()));
  }

  private WireAnswer tooLarge(String requestId) {
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

  private WireAnswer authenticated(HttpCall call, Operation operation, OpenCall open) {
    open.names(operation.serviceName(), operation.name());
    open.claims(SignatureCheck.claimedKey(call));
    return switch (signatures.check(call, operation.signingName())) {
      case Verdict.Refused(ApiError error) -> {
        open.refused(error.type());
        yield WireAnswer.error(error, open.requestId());
      }
      case Verdict.Accepted(Identity.Instance instance) -> {
        open.proven(instance);
        yield WireAnswer.error(
            ApiError.client("AccessDeniedException", "A container instance may not call the API."),
            open.requestId());
      }
      case Verdict.Accepted(Identity.User user) -> {
        open.proven(user);
        yield transcode(call, operation, open, new CallOrigin(user, open.requestId()));
      }
    };
  }

  private WireAnswer transcode(
      HttpCall call, Operation operation, OpenCall open, CallOrigin origin) {
    return switch (transcoder.read(operation, call.body())) {
      case Transcoder.Reading.Refused(ApiError error) ->
          WireAnswer.error(error, origin.requestId());
      case Transcoder.Reading.Read(var message) -> {
        open.asks(message);
        yield reply(
            operation,
            router.call(
                SchedulerCall.of(operation.grpcName(), message, message.toByteArray(), origin)),
            origin.requestId());
      }
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
