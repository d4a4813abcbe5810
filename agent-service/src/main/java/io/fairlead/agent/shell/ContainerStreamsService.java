package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.proto.api.ContainerStreamsGrpc.ContainerStreamsImplBase;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.LogLine;
import io.fairlead.proto.api.LogsRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Logs and exec of the containers on this instance. */
final class ContainerStreamsService extends ContainerStreamsImplBase {
  private final Containers containers;
  private final ContainerRuntime runtime;

  ContainerStreamsService(Containers containers, ContainerRuntime runtime) {
    this.containers = containers;
    this.runtime = runtime;
  }

  @Override
  public void logs(LogsRequest request, StreamObserver<LogLine> responses) {
    try {
      new LogsCall(runtime, request, (ServerCallStreamObserver<LogLine>) responses)
          .start(containers.of(request.getTask(), request.getContainer()));
    } catch (StatusRuntimeException e) {
      responses.onError(e);
    }
  }

  @Override
  public StreamObserver<ExecInput> exec(StreamObserver<ExecOutput> responses) {
    return new ExecCall(runtime, containers, (ServerCallStreamObserver<ExecOutput>) responses);
  }
}
