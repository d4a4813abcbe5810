package io.fairlead.cli;

import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.ListTasksResponse;
import io.fairlead.proto.ecs.Task;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs once what people run most, for the build: the JVM notes which classes that takes and keeps
 * them ready for later starts. The calls go to a server in this process that knows one task. Writes
 * into FAIRLEAD_HOME, which must be an empty folder.
 */
final class StartUpTraining {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("ps"),
          List.of("ps", "--all", "--output", "json"),
          List.of("--version"),
          List.of("--help"));

  private StartUpTraining() {}

  public static void main(String[] arguments) throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new OneTask())
            .build()
            .start();
    install(Path.of(System.getenv("FAIRLEAD_HOME")), server.getPort());
    PrintStream screen = System.out;
    int worst = 0;
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nowhere);
      for (List<String> command : COMMANDS) {
        String[] words = command.toArray(String[]::new);
        worst = Math.max(worst, Fairlead.commandLine(words).execute(words));
      }
    } finally {
      System.setOut(screen);
      server.shutdownNow();
    }
    System.exit(worst);
  }

  private static void install(Path home, int port) throws IOException {
    Files.createDirectory(home.resolve("run"));
    Files.writeString(home.resolve("run").resolve("ready"), "grpc=127.0.0.1:" + port + "\n");
    Files.writeString(
        home.resolve("credentials"),
        """
        aws_access_key_id = training
        aws_secret_access_key = a secret that opens nothing, only long enough
        """);
  }

  private static final class OneTask extends ECSGrpc.ECSImplBase {
    private static final String ARN =
        "arn:aws:ecs:us-east-1:000000000000:task/default/00000000000000000000000000000000";

    @Override
    public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
      answer.onNext(ListTasksResponse.newBuilder().addTaskArns(ARN).build());
      answer.onCompleted();
    }

    @Override
    public void describeTasks(
        DescribeTasksRequest request, StreamObserver<DescribeTasksResponse> answer) {
      answer.onNext(
          DescribeTasksResponse.newBuilder()
              .addTasks(Task.newBuilder().setTaskArn(ARN).setLastStatus("RUNNING"))
              .build());
      answer.onCompleted();
    }
  }
}
