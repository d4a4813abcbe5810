package io.fairlead.lab;

import io.fairlead.testkit.EmbeddedBroker;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's Kafka broker. A broker that meets a fatal fault ends its process; here it must not take
 * the other parts along, so it is started again instead.
 */
final class BrokerKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerKeeper.class);
  private static final int PAUSE_MILLIS = 1_000;

  private final EmbeddedBroker.Settings settings;
  private final Semaphore ended = new Semaphore(0);
  private final Object lock = new Object();
  private EmbeddedBroker broker;
  private boolean closed;

  private BrokerKeeper(EmbeddedBroker.Settings settings, EmbeddedBroker broker) {
    this.settings = settings;
    this.broker = broker;
  }

  static BrokerKeeper start(EmbeddedBroker.Settings settings) throws IOException {
    BrokerKeeper keeper = new BrokerKeeper(settings, EmbeddedBroker.start(settings));
    Exit.setExitProcedure((code, message) -> keeper.brokerWouldEnd(code, message));
    Exit.setHaltProcedure((code, message) -> keeper.brokerWouldEnd(code, message));
    Thread.ofVirtual().name("broker-keeper").start(keeper::keep);
    return keeper;
  }

  private void brokerWouldEnd(int code, @org.jspecify.annotations.Nullable String message) {
    LOG.error("kafka met a fatal fault code={} message={}", code, message);
    ended.release();
    throw new IllegalStateException("the broker ended with " + code);
  }

  private void keep() {
    while (true) {
      ended.acquireUninterruptibly();
      ended.drainPermits();
      synchronized (lock) {
        if (closed) {
          return;
        }
        restart();
      }
    }
  }

  private void restart() {
    while (!closed) {
      try {
        broker.close();
        broker = EmbeddedBroker.start(settings);
        LOG.info("kafka runs again");
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("kafka does not start: trying again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      lock.wait(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      ended.release();
      broker.close();
    }
  }
}
