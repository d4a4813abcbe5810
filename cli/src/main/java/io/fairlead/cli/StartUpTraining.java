package io.fairlead.cli;

import io.fairlead.proto.BearerToken;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.ListTasksResponse;
import io.fairlead.proto.ecs.Task;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;

/**
 * Does once what most commands do, for the build: the JVM notes which classes that takes and keeps
 * them ready for later starts. The calls go to a server in this process that knows no tasks.
 */
final class StartUpTraining {
  private static final String SECRET = "a secret that opens nothing, only long enough";

  private StartUpTraining() {}

  public static void main(String[] arguments) throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new Tasks())
            .build()
            .start();
    PrintStream screen = System.out;
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nowhere);
      call(server.getPort());
      Fairlead.commandLine().execute("--help");
      Fairlead.commandLine("ps").parseArgs("ps", "--all");
    } finally {
      System.setOut(screen);
      server.shutdownNow();
    }
    System.exit(0);
  }

  private static void call(int port) {
    String token =
        BearerToken.sign("training", SECRET, Clock.systemUTC().instant(), Duration.ofMinutes(1));
    try (Client client = new Client(new Access("127.0.0.1:" + port, token).channel(), "training")) {
      ListTasksResponse tasks = client.ecs().listTasks(ListTasksRequest.getDefaultInstance());
      System.out.println(tasks.getTaskArnsCount());
      ApiJson.print(DescribeTasksResponse.newBuilder().addTasks(Task.getDefaultInstance()).build());
      new Table("TASK").print(System.out);
    }
  }

  private static final class Tasks extends ECSGrpc.ECSImplBase {
    @Override
    public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
      answer.onNext(ListTasksResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
