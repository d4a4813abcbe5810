package io.fairlead.cli;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.api.LogsRequest;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.Task;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the containers of a task, or of all tasks of a service, have written. */
@Command(
    name = "logs",
    description = "Show what the containers of a task, or of a service's tasks, write.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(
      paramLabel = "TASK|SERVICE",
      description = "A task's id (or its beginning) or ARN, or a service's name.")
  String resource = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as lines are written; a service's new tasks join.")
  boolean follow;

  @Option(names = "--container", paramLabel = "NAME", description = "Only this container's.")
  Optional<String> container = Optional.empty();

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      description = "Only the last N lines of each container.")
  Optional<Integer> tail = Optional.empty();

  @Option(names = "--since", paramLabel = "AGO", description = "Only from so long ago on: 10m.")
  Optional<Ago> since = Optional.empty();

  @Option(
      names = {"-t", "--timestamps"},
      description = "With the time of each line.")
  boolean timestamps;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      Tasks tasks = new Tasks(client);
      boolean service = isService(client);
      LogPrinter printer = new LogPrinter(System.out, target.json(), timestamps, service);
      LogStreams streams = new LogStreams(client, printer, this::request);
      if (service) {
        List<Task> running = running(tasks);
        if (running.isEmpty() && !follow) {
          throw CommandFailure.failed(
              "no task of service " + resource + " runs", "See: fairlead explain " + resource);
        }
        streams.follow(running, () -> running(tasks), follow);
      } else {
        streams.one(tasks.get(resource));
      }
    }
    return ExitCode.OK.number();
  }

  private List<Task> running(Tasks tasks) {
    return tasks.list(Optional.of(resource), DesiredStatus.DESIRED_STATUS_RUNNING);
  }

  /** A name that a service has is a service, whatever it looks like. */
  private boolean isService(Client client) {
    if (resource.contains(":task/")) {
      return false;
    }
    try {
      return new Services(client).exists(resource);
    } catch (StatusRuntimeException e) {
      // Not a service's name by its form; then it can still be a task's id.
      if (e.getStatus().getCode() == io.grpc.Status.Code.INVALID_ARGUMENT) {
        return false;
      }
      throw e;
    }
  }

  private LogsRequest request(String taskArn) {
    LogsRequest.Builder request =
        LogsRequest.newBuilder().setCluster(target.cluster).setTask(taskArn).setFollow(follow);
    container.ifPresent(request::setContainer);
    tail.ifPresent(request::setTail);
    since.ifPresent(ago -> request.setSince(before(ago)));
    return request.build();
  }

  private static Timestamp before(Ago ago) {
    Instant instant = Clock.systemUTC().instant().minus(ago.duration());
    return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
  }
}
