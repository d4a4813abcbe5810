package io.fairlead.agent.shell;

import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AgentSessionGrpc.AgentSessionImplBase;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.HeartbeatAck;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.api.FleetGrpc.FleetImplBase;
import io.fairlead.proto.api.JoinRequest;
import io.fairlead.proto.api.JoinResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gateway with a scheduler behind it, as far as agents see them; what it says is set by the test.
 */
final class ScriptedGateway implements AutoCloseable {
  static final String TOKEN = "join-me";
  static final String SECRET = "0123456789abcdef0123456789abcdef01234567";
  static final String INSTANCE =
      "arn:aws:ecs:us-east-1:000000000000:container-instance/default/0b1c";

  final AtomicInteger joins = new AtomicInteger();
  final AtomicInteger heartbeats = new AtomicInteger();
  final AtomicLong epoch = new AtomicLong();
  final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile List<Assignment> assignments = List.of();
  volatile Duration heartbeat = Duration.ofMillis(50);
  volatile Duration lease = Duration.ofSeconds(10);
  volatile boolean acknowledges = true;
  volatile boolean welcomes = true;
  private final List<StreamObserver<SchedulerMessage>> open = new CopyOnWriteArrayList<>();
  private final Server server;

  ScriptedGateway() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new Sessions())
            .addService(new Joins())
            .intercept(new Recorder())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The settings of an agent that joins here; more can be put. */
  Map<String, String> joining(String broker, Path folder) {
    Map<String, String> variables = new HashMap<>();
    variables.put("ECS_BACKEND_HOST", "127.0.0.1:" + port());
    variables.put("FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS", broker);
    variables.put("FAIRLEAD_JOIN_TOKEN", TOKEN);
    variables.put("ECS_DATADIR", folder.toString());
    return variables;
  }

  Hello awaitHello() throws InterruptedException {
    Hello hello = hellos.poll(10, TimeUnit.SECONDS);
    if (hello == null) {
      throw new AssertionError("no Hello within 10 s");
    }
    return hello;
  }

  void send(Assignment... complete) {
    SchedulerMessage message =
        SchedulerMessage.newBuilder()
            .setAssignments(AssignmentSet.newBuilder().addAllAssignments(List.of(complete)))
            .build();
    open.forEach(stream -> stream.onNext(message));
  }

  void failSessions(Throwable failure) {
    open.forEach(stream -> stream.onError(failure));
    open.clear();
  }

  /** Sessions whose agents have said Hello and not hung up. */
  int sessions() {
    return open.size();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String authorization = headers.get(CallHeaders.AUTHORIZATION);
      authorizations.add(authorization == null ? "" : authorization);
      return next.startCall(call, headers);
    }
  }

  private final class Joins extends FleetImplBase {
    @Override
    public void join(JoinRequest request, StreamObserver<JoinResponse> responses) {
      if (!request.getToken().equals(TOKEN)) {
        responses.onError(Status.PERMISSION_DENIED.withDescription("no such token").asException());
        return;
      }
      joins.incrementAndGet();
      responses.onNext(
          JoinResponse.newBuilder()
              .setContainerInstanceArn(INSTANCE)
              .setCluster("default")
              .setAccessKeyId("FLIA0123")
              .setSecretAccessKey(SECRET)
              .build());
      responses.onCompleted();
    }
  }

  private final class Sessions extends AgentSessionImplBase {
    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(AgentMessage message) {
          hear(message, responses);
        }

        @Override
        public void onError(Throwable failure) {
          open.remove(responses);
        }

        @Override
        public void onCompleted() {
          open.remove(responses);
          responses.onCompleted();
        }
      };
    }

    private void hear(AgentMessage message, StreamObserver<SchedulerMessage> responses) {
      if (message.hasHello()) {
        hellos.add(message.getHello());
        open.add(responses);
        if (welcomes) {
          responses.onNext(SchedulerMessage.newBuilder().setWelcome(welcome(message)).build());
        }
      } else {
        heartbeats.incrementAndGet();
        if (acknowledges) {
          responses.onNext(
              SchedulerMessage.newBuilder()
                  .setHeartbeatAck(HeartbeatAck.getDefaultInstance())
                  .build());
        }
      }
    }

    private Welcome welcome(AgentMessage hello) {
      return Welcome.newBuilder()
          .setContainerInstanceArn(hello.getHello().getContainerInstanceArn())
          .setEpoch(epoch.incrementAndGet())
          .setHeartbeat(proto(heartbeat))
          .setLease(proto(lease))
          .setAssignments(AssignmentSet.newBuilder().addAllAssignments(assignments))
          .build();
    }

    private static com.google.protobuf.Duration proto(Duration duration) {
      return com.google.protobuf.Duration.newBuilder()
          .setSeconds(duration.toSeconds())
          .setNanos(duration.toNanosPart())
          .build();
    }
  }
}
