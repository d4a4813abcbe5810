package io.fairlead.registry.access;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.AuditGrpc;
import io.fairlead.proto.api.ListAuditRecordsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Asks the gateway, which alone knows the access keys. The registry signs a token with the secret
 * that it was given and makes a call with it, as that caller: the gateway's verdict on the token is
 * the proof, and the secret does not travel on. The call reads one audit record that does not
 * exist; a user may do that, an instance may not, which tells the two apart.
 */
public final class GatewayCredentials implements Credentials, AutoCloseable {
  private static final Duration VALIDITY = Duration.ofMinutes(1);
  private static final int DEADLINE_SECONDS = 5;
  private static final int SHORTEST_SECRET = 32;
  private static final int LONGEST_SECRET = 256;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9]{1,128}");
  private static final ListAuditRecordsRequest NOTHING =
      ListAuditRecordsRequest.newBuilder().setRequestId("none").setMaxResults(1).build();

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
      var _ =
          AuditGrpc.newBlockingStub(gateway)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listAuditRecords(NOTHING);
      return new Proof.Proven(new Principal.User(keyId));
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case UNAUTHENTICATED -> new Proof.Wrong();
        case PERMISSION_DENIED -> new Proof.Proven(new Principal.Instance(keyId));
        default -> new Proof.Unanswered("the gateway answers " + e.getStatus().getCode());
      };
    }
  }

  @Override
  public void close() {
    gateway.shutdownNow();
  }
}
