package io.fairlead.registry.access;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.IdentityGrpc;
import io.fairlead.proto.api.WhoAmIRequest;
import io.fairlead.proto.api.WhoAmIResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Asks the gateway, which alone knows the access keys. The registry signs a token with the secret
 * that it was given and asks with it, as that caller, who it is: the gateway's verdict on the token
 * is the proof, and the secret does not travel on.
 */
public final class GatewayCredentials implements Credentials, AutoCloseable {
  private static final Duration VALIDITY = Duration.ofMinutes(1);
  private static final int DEADLINE_SECONDS = 5;
  private static final int SHORTEST_SECRET = 32;
  private static final int LONGEST_SECRET = 256;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9]{1,128}");

  private final ManagedChannel gateway;
  private final InstantSource clock;

  /**
   * Asks the gateway at an address; it need not be there yet.
   *
   * @param address {@code host:port} of its gRPC endpoint
   */
  public GatewayCredentials(String address, InstantSource clock) {
    this.gateway = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    this.clock = clock;
  }

  @Override
  public Proof prove(String keyId, String secret) {
    boolean possible =
        KEY_ID.matcher(keyId).matches()
            && secret.length() >= SHORTEST_SECRET
            && secret.length() <= LONGEST_SECRET;
    return possible ? ask(keyId, secret) : new Proof.Wrong();
  }

  private Proof ask(String keyId, String secret) {
    Metadata headers = new Metadata();
    String token = BearerToken.sign(keyId, secret, clock.instant(), VALIDITY);
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + token);
    try {
      return proof(
          IdentityGrpc.newBlockingStub(gateway)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .whoAmI(WhoAmIRequest.getDefaultInstance()));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.UNAUTHENTICATED
          ? new Proof.Wrong()
          : new Proof.Unanswered("the gateway answers " + e.getStatus().getCode());
    }
  }

  private static Proof proof(WhoAmIResponse caller) {
    return switch (caller.getKind()) {
      case CALLER_KIND_USER -> new Proof.Proven(new Principal.User(caller.getArn()));
      case CALLER_KIND_INSTANCE -> new Proof.Proven(new Principal.Instance(caller.getArn()));
      case CALLER_KIND_UNSPECIFIED, UNRECOGNIZED ->
          new Proof.Unanswered("the gateway names a kind of caller that is not known here");
    };
  }

  @Override
  public void close() {
    gateway.shutdownNow();
  }
}
