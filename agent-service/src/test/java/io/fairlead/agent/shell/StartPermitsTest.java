package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartPermitsTest {
  private final StartPermits permits = new StartPermits(2);
  private final LinkedBlockingQueue<String> turns = new LinkedBlockingQueue<>();

  @Test
  void whatIsCreatedStartsBeforeMoreIsCreated() throws Exception {
    permits.acquireForCreation();
    permits.acquireForStart();
    waiting("first creation", permits::acquireForCreation);
    waiting("second creation", permits::acquireForCreation);
    waiting("first start", permits::acquireForStart);
    waiting("second start", permits::acquireForStart);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      assertThat(turns).isEmpty();
      permits.release();
      order.add(next());
    }

    assertThat(order)
        .containsExactly("first start", "second start", "first creation", "second creation");
  }

  @Test
  void noPermitIsLostWhereAStartAndACreationWaitForTwo() throws Exception {
    permits.acquireForCreation();
    permits.acquireForCreation();
    waiting("creation", permits::acquireForCreation);
    waiting("start", permits::acquireForStart);

    permits.release();
    permits.release();

    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("start", "creation");
  }

  private void waiting(String name, Runnable acquire) {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  acquire.run();
                  turns.add(name);
                });
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  private String next() throws InterruptedException {
    String turn = turns.poll(20, TimeUnit.SECONDS);
    assertThat(turn).as("a turn").isNotNull();
    return turn;
  }
}
