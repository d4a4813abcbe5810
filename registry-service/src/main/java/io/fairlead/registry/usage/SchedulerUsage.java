package io.fairlead.registry.usage;

import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.usage.ImageInUse;
import io.fairlead.proto.usage.ImageUseGrpc;
import io.fairlead.proto.usage.ListImagesInUseRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the schedulers of the installation: the first that answers speaks for all. */
public final class SchedulerUsage implements Usage, AutoCloseable {
  private static final int DEADLINE_SECONDS = 60;

  private final List<ManagedChannel> schedulers;
  private final Metadata headers = new Metadata();

  /**
   * Asks at some addresses; nobody need be there yet.
   *
   * @param addresses {@code host:port} of each replica
   * @param serviceToken what the services of this installation know one another by
   */
  public SchedulerUsage(List<String> addresses, String serviceToken) {
    this.schedulers =
        addresses.stream()
            .<ManagedChannel>map(it -> NettyChannelBuilder.forTarget(it).usePlaintext().build())
            .toList();
    headers.put(CallHeaders.SERVICE_TOKEN, serviceToken);
  }

  @Override
  public UsedImages now() throws IOException {
    IOException failure = new IOException("no scheduler is known");
    for (ManagedChannel scheduler : schedulers) {
      try {
        return read(scheduler);
      } catch (StatusRuntimeException e) {
        failure = new IOException("scheduler " + scheduler.authority() + ": " + e.getStatus(), e);
      }
    }
    throw failure;
  }

  private UsedImages read(ManagedChannel scheduler) {
    Iterator<ImageInUse> answer =
        ImageUseGrpc.newBlockingStub(scheduler)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .listImagesInUse(ListImagesInUseRequest.getDefaultInstance());
    UsedImages images = new UsedImages();
    answer.forEachRemaining(
        it ->
            images.add(
                it.getImage(),
                it.hasImageDigest() ? Optional.of(it.getImageDigest()) : Optional.empty()));
    return images;
  }

  @Override
  public void close() {
    schedulers.forEach(ManagedChannel::shutdownNow);
  }
}
