package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.LogSink;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Hands output on to a sink. The end is told once; that a reader went away is no failure. */
final class SinkCallback extends ResultCallbackTemplate<SinkCallback, Frame> {
  private final LogSink sink;
  private final AtomicBoolean ended = new AtomicBoolean();

  SinkCallback(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void onNext(Frame frame) {
    boolean error = frame.getStreamType() == StreamType.STDERR;
    sink.write(error ? LogSink.Stream.STDERR : LogSink.Stream.STDOUT, frame.getPayload());
  }

  @Override
  public void onError(Throwable failure) {
    end(DockerFailures.of(failure));
    super.onComplete();
  }

  @Override
  public void onComplete() {
    end(null);
    super.onComplete();
  }

  /** The reader goes away. */
  void leave() {
    ended.set(true);
    Feed.of(this).close();
  }

  private void end(@Nullable EngineFailure failure) {
    if (ended.compareAndSet(false, true)) {
      sink.done(failure);
    }
  }
}
