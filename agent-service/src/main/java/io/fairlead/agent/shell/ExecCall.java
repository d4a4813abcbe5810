package io.fairlead.agent.shell;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.ExecStart;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One command inside a container: its first message starts it, its exit code ends the call. */
final class ExecCall implements StreamObserver<ExecInput>, LogSink {
  private final ContainerRuntime runtime;
  private final Containers containers;
  private final PacedStream<ExecOutput> output;
  private final CompletableFuture<ExecProcess> process = new CompletableFuture<>();

  ExecCall(
      ContainerRuntime runtime,
      Containers containers,
      ServerCallStreamObserver<ExecOutput> responses) {
    this.runtime = runtime;
    this.containers = containers;
    this.output = new PacedStream<>(responses, this::letGo);
  }

  @Override
  public void onNext(ExecInput input) {
    try {
      take(input);
    } catch (EngineFailure e) {
      output.fail(EngineStatus.of(e));
      letGo();
    } catch (StatusRuntimeException e) {
      output.fail(e);
      letGo();
    }
  }

  private void take(ExecInput input) throws EngineFailure {
    switch (input.getInputCase()) {
      case START -> start(input.getStart());
      case STDIN -> running().write(input.getStdin().toByteArray());
      case RESIZE -> running().resize(input.getResize().getRows(), input.getResize().getColumns());
      case STDIN_CLOSED -> running().endInput();
      case INPUT_NOT_SET -> throw refused("an input must say what it is");
    }
  }

  private void start(ExecStart start) throws EngineFailure {
    if (process.isDone() || start.getCommandCount() == 0) {
      throw refused("a call starts one command, and the command is not empty");
    }
    Containers.Named container = containers.one(start.getTask(), start.getContainer());
    ExecRequest request =
        new ExecRequest(
            start.getCommandList(),
            start.getTty(),
            true,
            start.getSize().getRows(),
            start.getSize().getColumns());
    process.complete(runtime.exec(container.runtimeId(), request, this));
  }

  private ExecProcess running() {
    ExecProcess started = process.getNow(null);
    if (started == null) {
      throw refused("the first input starts a command");
    }
    return started;
  }

  private static StatusRuntimeException refused(String message) {
    return ApiErrors.of(Code.INVALID_ARGUMENT, "InvalidParameterException", message, Map.of());
  }

  @Override
  public void write(Stream stream, byte[] bytes) {
    ByteString text = ByteString.copyFrom(bytes);
    output.write(
        switch (stream) {
          case STDOUT -> ExecOutput.newBuilder().setStdout(text).build();
          case STDERR -> ExecOutput.newBuilder().setStderr(text).build();
        });
  }

  @Override
  public void done(@Nullable EngineFailure failure) {
    if (failure != null) {
      output.fail(EngineStatus.of(failure));
      letGo();
    } else {
      // A short command may be over before its start has returned: its exit is awaited elsewhere.
      Thread.ofVirtual().name("exec-exit").start(this::exit);
    }
  }

  private void exit() {
    try {
      output.write(ExecOutput.newBuilder().setExitCode(process.join().awaitExit()).build());
      output.complete();
    } catch (EngineFailure e) {
      output.fail(EngineStatus.of(e));
    } finally {
      letGo();
    }
  }

  @Override
  public void onError(Throwable failure) {
    letGo();
  }

  /** The caller has nothing more to say; what the command writes still goes out. */
  @Override
  public void onCompleted() {
    ExecProcess started = process.getNow(null);
    try {
      if (started != null) {
        started.endInput();
      }
    } catch (EngineFailure e) {
      output.fail(EngineStatus.of(e));
    }
  }

  private void letGo() {
    ExecProcess started = process.getNow(null);
    if (started != null) {
      started.close();
    }
  }
}
