package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecStartCmd;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.LogSink;
import java.util.Objects;

/** A command that the engine runs inside a container. */
final class DockerExec implements ExecProcess {
  private final Engine engine;
  private final String execId;
  private final InputQueue input = new InputQueue();
  private final SinkCallback output;

  private DockerExec(Engine engine, String execId, LogSink sink) {
    this.engine = engine;
    this.execId = execId;
    this.output = new SinkCallback(sink);
  }

  static DockerExec start(Engine engine, String runtimeId, ExecRequest request, LogSink sink)
      throws EngineFailure {
    String execId = engine.call(client -> create(client, runtimeId, request));
    DockerExec exec = new DockerExec(engine, execId, sink);
    exec.attach(request);
    return exec;
  }

  private static String create(DockerClient client, String runtimeId, ExecRequest request) {
    return client
        .execCreateCmd(runtimeId)
        .withCmd(request.command().toArray(String[]::new))
        .withTty(request.terminal())
        .withAttachStdin(request.interactive())
        .withAttachStdout(true)
        .withAttachStderr(true)
        .exec()
        .getId();
  }

  private void attach(ExecRequest request) throws EngineFailure {
    ExecStartCmd order = engine.streams().execStartCmd(execId).withTty(request.terminal());
    if (request.interactive()) {
      order.withStdIn(input);
    }
    order.exec(output);
    try {
      output.awaitStarted();
    } catch (InterruptedException e) {
      throw DockerFailures.of(new IllegalStateException(e));
    }
    if (request.terminal() && request.rows() > 0) {
      resize(request.rows(), request.columns());
    }
  }

  @Override
  public void write(byte[] bytes) {
    input.put(bytes);
  }

  @Override
  public void endInput() {
    input.end();
  }

  @Override
  public void resize(int rows, int columns) throws EngineFailure {
    engine.call(client -> client.resizeExecCmd(execId).withSize(rows, columns).exec());
  }

  @Override
  public int awaitExit() throws EngineFailure {
    try {
      output.awaitCompletion();
    } catch (InterruptedException e) {
      throw DockerFailures.of(new IllegalStateException(e));
    }
    Long code = engine.call(client -> client.inspectExecCmd(execId).exec().getExitCodeLong());
    return Math.toIntExact(Objects.requireNonNullElse(code, 0L));
  }

  @Override
  public void close() {
    input.end();
    output.leave();
  }
}
