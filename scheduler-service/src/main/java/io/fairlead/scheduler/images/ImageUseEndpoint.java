package io.fairlead.scheduler.images;

import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.usage.ImageInUse;
import io.fairlead.proto.usage.ImageUseGrpc;
import io.fairlead.proto.usage.ListImagesInUseRequest;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code ImageUse}. */
public final class ImageUseEndpoint extends ImageUseGrpc.ImageUseImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(ImageUseEndpoint.class);

  private final UsedImages images;

  public ImageUseEndpoint(UsedImages images) {
    this.images = images;
  }

  @Override
  public void listImagesInUse(ListImagesInUseRequest request, StreamObserver<ImageInUse> caller) {
    try {
      images.read().forEach(caller::onNext);
      caller.onCompleted();
    } catch (SQLException e) {
      LOG.error("images in use cannot be read", e);
      caller.onError(
          ApiErrors.of(
              Code.UNAVAILABLE, "ServerException", "The images in use cannot be read.", Map.of()));
    }
  }
}
