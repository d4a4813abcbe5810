package io.fairlead.scheduler.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final SharedReads<String, Integer> reads = new SharedReads<>(this::read);
  private final List<Thread> callers = new ArrayList<>();

  private int read(String key) {
    int number = begun.incrementAndGet();
    if (number == 1) {
      try {
        firstMayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return number;
  }

  private FutureTask<Integer> ask() {
    FutureTask<Integer> answer = new FutureTask<>(() -> reads.get("a"));
    callers.add(Thread.ofPlatform().start(answer));
    return answer;
  }

  private void awaitAllBlocked() {
    await()
        .until(
            () -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
  }

  @Test
  void whoAsksWhileAReadIsUnderWayGetsTheNextOneAndSharesIt() throws Exception {
    FutureTask<Integer> first = ask();
    await().until(() -> begun.get() == 1);
    List<FutureTask<Integer>> later = List.of(ask(), ask(), ask());
    awaitAllBlocked();

    firstMayEnd.countDown();

    assertThat(first.get()).isEqualTo(1);
    for (FutureTask<Integer> answer : later) {
      assertThat(answer.get()).isEqualTo(2);
    }
    assertThat(begun).hasValue(2);
  }

  @Test
  void whoAsksAfterAReadHasEndedGetsANewOne() {
    firstMayEnd.countDown();

    assertThat(List.of(reads.get("a"), reads.get("a"))).containsExactly(1, 2);
  }

  @Test
  void aReadThatFailsFailsThoseWhoShareItAndNobodyElse() {
    SharedReads<String, Integer> failing =
        new SharedReads<>(
            _ -> {
              if (begun.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
              }
              return begun.get();
            });

    assertThatThrownBy(() -> failing.get("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the database is away");
    assertThat(failing.get("a")).isEqualTo(2);
  }
}
