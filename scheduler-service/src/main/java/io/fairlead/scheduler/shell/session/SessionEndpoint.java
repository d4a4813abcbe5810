package io.fairlead.scheduler.shell.session;

import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.rim.Principal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Where agents open their sessions. */
public final class SessionEndpoint extends AgentSessionGrpc.AgentSessionImplBase {
  private final Sessions sessions;

  public SessionEndpoint(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> agent) {
    ServerCallStreamObserver<SchedulerMessage> stream =
        (ServerCallStreamObserver<SchedulerMessage>) agent;
    Session session = new Session(Principal.CURRENT.get(), sessions, stream);
    // With a handler for it, sending into a cancelled stream is no error.
    stream.setOnCancelHandler(() -> session.onError(new IllegalStateException("cancelled")));
    return session;
  }
}
