package io.fairlead.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what was written. */
public final class CollectingSink implements LogSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CountDownLatch done = new CountDownLatch(1);

  @Override
  public synchronized void write(Stream stream, byte[] bytes) {
    out.writeBytes(bytes);
  }

  @Override
  public void done(@Nullable EngineFailure failure) {
    done.countDown();
  }

  public synchronized String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public boolean isDone() throws InterruptedException {
    return done.await(10, TimeUnit.SECONDS);
  }
}
