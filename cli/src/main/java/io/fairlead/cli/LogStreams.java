package io.fairlead.cli;

import io.fairlead.proto.api.LogsRequest;
import io.fairlead.proto.ecs.Task;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the logs of tasks, each on a thread of its own.
 *
 * @param request makes the request for the task with an ARN
 */
record LogStreams(Client client, LogPrinter printer, Function<String, LogsRequest> request) {
  private static final int LOOK_FOR_NEW_TASKS_MILLIS = 1_000;

  void one(Task task) {
    client
        .streams()
        .logs(request.apply(task.getTaskArn()))
        .forEachRemaining(line -> printer.print(task.getTaskArn(), line));
  }

  /** All of these tasks, and if asked, without end, those that come later. */
  void follow(List<Task> first, Supplier<List<Task>> now, boolean endless) {
    Map<String, Thread> readers = new HashMap<>();
    first.forEach(task -> readers.put(task.getTaskArn(), read(task)));
    try {
      while (endless) {
        Thread.sleep(LOOK_FOR_NEW_TASKS_MILLIS);
        now.get().forEach(task -> readers.computeIfAbsent(task.getTaskArn(), _ -> read(task)));
      }
      for (Thread reader : readers.values()) {
        reader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread read(Task task) {
    return Thread.ofVirtual().start(() -> readOrSayWhyNot(task));
  }

  /** One task that cannot be read does not end the others. */
  private void readOrSayWhyNot(Task task) {
    try {
      one(task);
    } catch (StatusRuntimeException e) {
      System.err.println(
          "fairlead: "
              + Words.shortId(task.getTaskArn())
              + ": "
              + GrpcFailures.explain(e).getMessage());
    }
  }
}
