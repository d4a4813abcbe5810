package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.PullResponseItem;
import io.fairlead.agent.runtime.EngineFailure;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A pull under way. The engine may fail it at once, or with a line among those on its progress. */
final class PullProgress extends ResultCallbackTemplate<PullProgress, PullResponseItem> {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private volatile @Nullable String error;

  @Override
  public void onNext(PullResponseItem item) {
    PullResponseItem.ErrorDetail detail = item.getErrorDetail();
    if (detail != null) {
      error = String.valueOf(detail.getMessage());
    }
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown;
    onComplete();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    ended.countDown();
  }

  void await() throws EngineFailure {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Feed.of(this).close();
      throw DockerFailures.of(new IllegalStateException(e));
    }
    if (error != null) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, "Error response from daemon: " + error);
    }
    DockerFailures.check(failure);
  }
}
