package io.fairlead.bench;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.fairlead.cli.load.Pace;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Calls RunTask at a constant rate, whatever becomes of the calls before. */
final class RunTaskLoad {
  private static final int TASKS_A_CALL = 10;

  private final ECSGrpc.ECSFutureStub ecs;
  private final RunTaskRequest request;
  private final TaskTimes times;
  private final LongAdder refused = new LongAdder();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicReference<String> refusal = new AtomicReference<>("");

  RunTaskLoad(ECSGrpc.ECSFutureStub ecs, String family, TaskTimes times) {
    this.ecs = ecs;
    this.times = times;
    this.request =
        RunTaskRequest.newBuilder().setTaskDefinition(family).setCount(TASKS_A_CALL).build();
  }

  /** Asks for so many tasks a second, for so long. */
  void run(int rate, int seconds) {
    var _ =
        new Pace((double) rate / TASKS_A_CALL)
            .keep(Duration.ofSeconds(seconds), () -> false, this::send);
  }

  private void send(long meant) {
    underWay.incrementAndGet();
    Futures.addCallback(
        ecs.withDeadlineAfter(60, TimeUnit.SECONDS).runTask(request),
        new FutureCallback<>() {
          @Override
          public void onSuccess(RunTaskResponse response) {
            response.getTasksList().forEach(task -> times.accepted(task.getTaskArn(), meant));
            response.getFailuresList().forEach(failure -> refuse(1, failure.getReason()));
            underWay.decrementAndGet();
          }

          @Override
          public void onFailure(Throwable failure) {
            refuse(TASKS_A_CALL, String.valueOf(failure.getMessage()));
            underWay.decrementAndGet();
          }
        },
        MoreExecutors.directExecutor());
  }

  private void refuse(int tasks, String why) {
    refused.add(tasks);
    refusal.set(why);
  }

  /** Tasks that were asked for in vain. */
  long refused() {
    return refused.sum();
  }

  /** Why, the last time; empty where none was. */
  String refusal() {
    return refusal.get();
  }

  /** Calls without an answer. */
  long underWay() {
    return underWay.get();
  }
}
