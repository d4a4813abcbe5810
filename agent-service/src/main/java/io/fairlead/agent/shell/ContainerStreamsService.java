package io.fairlead.agent.shell;

import io.fairlead.agent.shell.Residents.Resident;
import io.fairlead.proto.api.ContainerStreamsGrpc.ContainerStreamsImplBase;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.LogLine;
import io.fairlead.proto.api.LogsRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Logs and exec of the containers on the instance that is called. */
final class ContainerStreamsService extends ContainerStreamsImplBase {

  @Override
  public void logs(LogsRequest request, StreamObserver<LogLine> responses) {
    Resident called = Residents.CALLED.get();
    try {
      new LogsCall(called.runtime(), request, (ServerCallStreamObserver<LogLine>) responses)
          .start(called.containers().of(request.getTask(), request.getContainer()));
    } catch (StatusRuntimeException e) {
      responses.onError(e);
    }
  }

  @Override
  public StreamObserver<ExecInput> exec(StreamObserver<ExecOutput> responses) {
    Resident called = Residents.CALLED.get();
    return new ExecCall(
        called.runtime(), called.containers(), (ServerCallStreamObserver<ExecOutput>) responses);
  }
}
