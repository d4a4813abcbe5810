package io.fairlead.scheduler.definitions;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads of which one serves all who asked before it began: what a caller gets is never older than
 * its question, as with a read of its own, and there is one read of a key at a time. Safe for
 * several threads.
 */
final class SharedReads<K, V> {
  private final Function<K, V> read;
  private final Map<K, Lane<V>> lanes = new HashMap<>();

  /**
   * @param read may block
   */
  SharedReads(Function<K, V> read) {
    this.read = read;
  }

  /** Those who ask for the same key at present. */
  private static final class Lane<V> {
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable CompletableFuture<V> next;
    private int callers;
  }

  /** Blocks until a read that began after this call has ended. */
  V get(K key) {
    Lane<V> lane;
    CompletableFuture<V> mine;
    synchronized (lanes) {
      lane = lanes.computeIfAbsent(key, _ -> new Lane<>());
      lane.callers++;
      mine = lane.next == null ? new CompletableFuture<>() : lane.next;
      lane.next = mine;
    }
    try {
      return read(key, lane, mine);
    } finally {
      leave(key, lane);
    }
  }

  private V read(K key, Lane<V> lane, CompletableFuture<V> mine) {
    lane.reading.lock();
    try {
      if (!mine.isDone()) {
        synchronized (lanes) {
          lane.next = null;
        }
        complete(key, mine);
      }
    } finally {
      lane.reading.unlock();
    }
    return answer(mine);
  }

  private void complete(K key, CompletableFuture<V> shared) {
    try {
      shared.complete(read.apply(key));
    } catch (RuntimeException e) {
      shared.completeExceptionally(e);
    }
  }

  private V answer(CompletableFuture<V> mine) {
    try {
      return mine.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void leave(K key, Lane<V> lane) {
    synchronized (lanes) {
      if (--lane.callers == 0) {
        lanes.remove(key);
      }
    }
  }
}
