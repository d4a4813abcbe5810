package io.fairlead.cli;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskOverride;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs tasks of a task definition, or of an image. */
@Command(
    name = "run",
    description = "Run a task of a task definition, or of an image.",
    footer = {
      "",
      "  fairlead run web:3 --count 2",
      "  fairlead run --image busybox --wait -- echo hello",
      "",
      "With --wait the exit code is 0 only if every essential container's was."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String FAMILY = "fairlead-run";

  @Mixin Target target = new Target();

  @Parameters(
      paramLabel = "DEFINITION|COMMAND",
      arity = "0..*",
      description = "Task definition: family, family:revision or ARN; with --image the command.")
  List<String> arguments = List.of();

  @Option(names = "--image", paramLabel = "IMAGE", description = "Run this image instead.")
  Optional<String> image = Optional.empty();

  @Option(
      names = "--cpu",
      defaultValue = "64",
      description = "CPU units with --image (default: ${DEFAULT-VALUE}).")
  int cpu = 64;

  @Option(
      names = "--memory",
      defaultValue = "64",
      description = "MiB with --image (default: ${DEFAULT-VALUE}).")
  int memory = 64;

  @Option(
      names = "--count",
      defaultValue = "1",
      description = "How many tasks, 1 to 10 (default: ${DEFAULT-VALUE}).")
  int count = 1;

  @Option(names = "--env", paramLabel = "NAME=VALUE", description = "For all containers.")
  List<String> environment = List.of();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait until the tasks have stopped.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "10m",
      description = "With --wait: at most so long (default: ${DEFAULT-VALUE}).")
  Ago timeout = new Ago(Duration.ofMinutes(10));

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      RunTaskResponse answer = client.ecs().runTask(request(client));
      Words.refuse(answer.getFailuresList(), "See: fairlead instances ls");
      if (!wait) {
        show(answer);
        return ExitCode.OK.number();
      }
      List<Task> stopped = new TaskWait(client, timeout.duration()).stopped(answer.getTasksList());
      show(RunTaskResponse.newBuilder().addAllTasks(stopped).build());
      return (TaskWait.succeeded(stopped) ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private RunTaskRequest request(Client client) {
    RunTaskRequest.Builder request =
        RunTaskRequest.newBuilder()
            .setCluster(target.cluster)
            .setCount(count)
            .setClientToken(java.util.UUID.randomUUID().toString());
    if (image.isPresent()) {
      return request
          .setTaskDefinition(new TaskDefinitions(client).register(ofImage()).getTaskDefinitionArn())
          .build();
    }
    if (arguments.size() != 1) {
      throw CommandFailure.usage(
          "run needs one task definition, or --image", "See: fairlead run --help");
    }
    request.setTaskDefinition(arguments.getFirst());
    if (!environment.isEmpty()) {
      request.setOverrides(overrides(client, arguments.getFirst()));
    }
    return request.build();
  }

  private RegisterTaskDefinitionRequest ofImage() {
    ContainerDefinition.Builder container =
        ContainerDefinition.newBuilder()
            .setName("main")
            .setImage(image.orElseThrow())
            .setCpu(cpu)
            .setMemory(memory)
            .setEssential(true)
            .addAllCommand(arguments);
    environment.forEach(pair -> container.addEnvironment(Pairs.parse(pair)));
    return RegisterTaskDefinitionRequest.newBuilder()
        .setFamily(FAMILY)
        .addContainerDefinitions(container)
        .build();
  }

  private TaskOverride overrides(Client client, String definition) {
    TaskOverride.Builder override = TaskOverride.newBuilder();
    var described =
        client
            .ecs()
            .describeTaskDefinition(
                io.fairlead.proto.ecs.DescribeTaskDefinitionRequest.newBuilder()
                    .setTaskDefinition(definition)
                    .build());
    for (ContainerDefinition container :
        described.getTaskDefinition().getContainerDefinitionsList()) {
      ContainerOverride.Builder one = ContainerOverride.newBuilder().setName(container.getName());
      environment.forEach(pair -> one.addEnvironment(Pairs.parse(pair)));
      override.addContainerOverrides(one);
    }
    return override.build();
  }

  private void show(RunTaskResponse answer) {
    if (target.json()) {
      ApiJson.print(answer);
      return;
    }
    for (Task task : answer.getTasksList()) {
      System.out.println(
          Words.name(task.getTaskArn())
              + "  "
              + PsCommand.status(task)
              + (task.getStoppedReason().isEmpty() ? "" : "  " + task.getStoppedReason()));
    }
  }
}
