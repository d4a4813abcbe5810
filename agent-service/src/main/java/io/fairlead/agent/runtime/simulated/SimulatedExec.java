package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.LogSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A command inside a container on paper. It knows {@code echo}, {@code cat}, {@code true} and
 * {@code false}; any other is not found.
 */
final class SimulatedExec implements ExecProcess {
  private static final int NO_SUCH_COMMAND = 126;

  private final LogSink output;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private SimulatedExec(LogSink output) {
    this.output = output;
  }

  static SimulatedExec start(ExecRequest request, LogSink output) {
    SimulatedExec exec = new SimulatedExec(output);
    List<String> arguments = request.command().subList(1, request.command().size());
    switch (request.command().getFirst()) {
      case "echo" -> {
        exec.print(String.join(" ", arguments) + "\n");
        exec.exit(0);
      }
      case "cat" -> {
        if (!request.interactive()) {
          exec.exit(0);
        }
      }
      case "true" -> exec.exit(0);
      case "false" -> exec.exit(1);
      default -> {
        exec.print(request.command().getFirst() + ": not found in a simulated container\n");
        exec.exit(NO_SUCH_COMMAND);
      }
    }
    return exec;
  }

  private void print(String text) {
    output.write(LogSink.Stream.STDOUT, text.getBytes(StandardCharsets.UTF_8));
  }

  private void exit(int code) {
    if (exit.complete(code)) {
      output.done(null);
    }
  }

  @Override
  public void write(byte[] bytes) {
    if (!exit.isDone()) {
      output.write(LogSink.Stream.STDOUT, bytes);
    }
  }

  @Override
  public void endInput() {
    exit(0);
  }

  /** A terminal on paper has any size. */
  @Override
  public void resize(int rows, int columns) {}

  @Override
  public int awaitExit() throws EngineFailure {
    try {
      return exit.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(EngineFailure.Kind.INTERRUPTED, "interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    exit(0);
  }
}
