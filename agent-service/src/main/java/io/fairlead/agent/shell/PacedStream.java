package io.fairlead.agent.shell;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response stream that any thread may write to; it holds writers back while the caller does not
 * read, and drops what is written after the caller has gone or the stream has ended.
 */
final class PacedStream<T> {
  private final ServerCallStreamObserver<T> responses;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private boolean ended;

  /**
   * To be made before the call's method returns, as gRPC asks for.
   *
   * @param gone runs when the caller has gone
   */
  PacedStream(ServerCallStreamObserver<T> responses, Runnable gone) {
    this.responses = responses;
    responses.setOnReadyHandler(this::wake);
    responses.setOnCancelHandler(
        () -> {
          end();
          gone.run();
        });
  }

  void write(T message) {
    lock.lock();
    try {
      while (!ended && !responses.isReady()) {
        ready.awaitUninterruptibly();
      }
      if (!ended) {
        responses.onNext(message);
      }
    } finally {
      lock.unlock();
    }
  }

  void complete() {
    lock.lock();
    try {
      if (!ended) {
        responses.onCompleted();
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  void fail(RuntimeException failure) {
    lock.lock();
    try {
      if (!ended) {
        responses.onError(failure);
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      ready.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      ready.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
