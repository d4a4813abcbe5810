package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.ecr.CreateRepositoryRequest;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.Repository;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls the ECR API as the gateway does, in the name of some user. */
final class EcrClient implements AutoCloseable {
  static final String ADMIN = "arn:aws:iam::000000000000:user/admin";

  private final ManagedChannel channel;

  EcrClient(TestRegistry registry) {
    this.channel = NettyChannelBuilder.forTarget(registry.api()).usePlaintext().build();
  }

  ManagedChannel channel() {
    return channel;
  }

  ECRBlockingStub as(String principal) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.SERVICE_TOKEN, TestRegistry.SERVICE_TOKEN);
    headers.put(CallHeaders.PRINCIPAL, principal);
    return ECRGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  Repository create(String name) {
    return as(ADMIN)
        .createRepository(CreateRepositoryRequest.newBuilder().setRepositoryName(name).build())
        .getRepository();
  }

  static void refused(ThrowingCallable call, String type, String part) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(refusal).as("refused with " + type).isNotNull();
    assertThat(ApiErrors.info(refusal).orElseThrow().getReason()).isEqualTo(type);
    assertThat(refusal.getStatus().getDescription()).contains(part);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
