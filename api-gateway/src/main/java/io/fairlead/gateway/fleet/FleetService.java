package io.fairlead.gateway.fleet;

import com.google.rpc.Code;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.gateway.identity.JoinTokens;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.CreateJoinTokenRequest;
import io.fairlead.proto.api.CreateJoinTokenResponse;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.JoinRequest;
import io.fairlead.proto.api.JoinResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Gives out join tokens, and credentials to the machines that come with one. */
public final class FleetService extends FleetGrpc.FleetImplBase {
  private static final String DEFAULT_CLUSTER = "default";
  private static final int DEFAULT_SECONDS = 3_600;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_USES = 10_000;
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final JoinTokens tokens;
  private final Supplier<Identity> caller;
  private final Supplier<OpenCall> account;

  /**
   * The service.
   *
   * @param caller who makes the call that the current thread works on
   * @param account what is noted of that call
   */
  public FleetService(JoinTokens tokens, Supplier<Identity> caller, Supplier<OpenCall> account) {
    this.tokens = tokens;
    this.caller = caller;
    this.account = account;
  }

  @Override
  public void createJoinToken(
      CreateJoinTokenRequest request, StreamObserver<CreateJoinTokenResponse> answer) {
    String cluster = request.hasCluster() ? Arn.nameOf(request.getCluster()) : DEFAULT_CLUSTER;
    int seconds = request.hasValidSeconds() ? request.getValidSeconds() : DEFAULT_SECONDS;
    int uses = request.hasUses() ? request.getUses() : 1;
    Optional<String> wrong = wrong(cluster, seconds, uses);
    if (wrong.isPresent()) {
      answer.onError(
          ApiErrors.of(Code.INVALID_ARGUMENT, "InvalidParameterException", wrong.get(), Map.of()));
      return;
    }
    JoinTokens.Issued issued =
        tokens.issue(cluster, Duration.ofSeconds(seconds), uses, caller.get());
    answer.onNext(
        CreateJoinTokenResponse.newBuilder()
            .setToken(issued.token())
            .setExpiresAt(ProtoTime.of(issued.expiresAt()))
            .setCluster(cluster)
            .build());
    answer.onCompleted();
  }

  private static Optional<String> wrong(String cluster, int seconds, int uses) {
    if (!CLUSTER.matcher(cluster).matches()) {
      return Optional.of("cluster must be the name or ARN of a cluster.");
    }
    if (seconds < 1 || seconds > MOST_SECONDS) {
      return Optional.of("valid_seconds must be from 1 to " + MOST_SECONDS + ".");
    }
    if (uses < 1 || uses > MOST_USES) {
      return Optional.of("uses must be from 1 to " + MOST_USES + ".");
    }
    return Optional.empty();
  }

  @Override
  public void join(JoinRequest request, StreamObserver<JoinResponse> answer) {
    Optional<AccessKey> joined = tokens.redeem(request.getToken());
    if (joined.isEmpty()) {
      answer.onError(
          ApiErrors.of(
              Code.UNAUTHENTICATED,
              "UnrecognizedClientException",
              "The join token is unknown, expired or used up. Make a new one.",
              Map.of()));
      return;
    }
    AccessKey key = joined.get();
    account.get().concerns(key.owner().arn());
    answer.onNext(
        JoinResponse.newBuilder()
            .setContainerInstanceArn(key.owner().arn())
            .setCluster(Arn.parse(key.owner().arn()).flatMap(Arn::cluster).orElseThrow())
            .setAccessKeyId(key.id())
            .setSecretAccessKey(key.secret())
            .build());
    answer.onCompleted();
  }
}
