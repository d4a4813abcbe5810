package io.fairlead.cli;

import io.fairlead.proto.api.ExplainRequest;
import io.fairlead.proto.api.ExplainResponse;
import io.fairlead.proto.api.ExplainedInstance;
import io.fairlead.proto.api.ExplainedTask;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why a task or service is where it is, or why it is nowhere. */
@Command(
    name = "explain",
    description = "Say why a task or service is where it is, or why it is nowhere.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(paramLabel = "TASK|SERVICE", description = "Name, id (or its beginning) or ARN.")
  String resource = "";

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      ExplainResponse answer =
          client
              .insight()
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .explain(
                  ExplainRequest.newBuilder()
                      .setCluster(target.cluster)
                      .setResource(whole(client))
                      .build());
      if (target.json()) {
        ApiJson.print(answer);
      } else {
        print(answer);
      }
    }
    return ExitCode.OK.number();
  }

  /** The beginning of a task's id is made the whole; everything else goes as it is. */
  private String whole(Client client) {
    boolean mayBeId = resource.matches("[0-9a-f]{4,31}");
    return mayBeId
        ? new Tasks(client).find(resource).map(task -> task.getTaskArn()).orElse(resource)
        : resource;
  }

  private static void print(ExplainResponse answer) {
    System.out.println(Words.name(answer.getResourceArn()) + ": " + answer.getSummary());
    answer.getFactsList().forEach(fact -> System.out.println("  - " + fact));
    if (answer.getTasksCount() > 0) {
      System.out.println();
      tasks(answer).print(System.out);
    }
    if (answer.getInstancesCount() > 0) {
      System.out.println();
      instances(answer).print(System.out);
    }
  }

  private static Table tasks(ExplainResponse answer) {
    Table table = new Table("TASK", "INSTANCE", "STATUS", "DESIRED", "WHY");
    for (ExplainedTask task : answer.getTasksList()) {
      table.row(
          Words.shortId(task.getTaskArn()),
          Words.shortId(task.getContainerInstanceArn()),
          Words.orDash(task.getLastStatus()),
          Words.orDash(task.getDesiredStatus()),
          Words.orDash(task.getWhy()));
    }
    return table;
  }

  private static Table instances(ExplainResponse answer) {
    Table table = new Table("INSTANCE", "FITS", "WHAT KEEPS IT AWAY");
    for (ExplainedInstance instance : answer.getInstancesList()) {
      table.row(
          Words.shortId(instance.getContainerInstanceArn()),
          instance.getFits() ? "yes" : "no",
          Words.orDash(String.join(", ", instance.getReasonsList())));
    }
    return table;
  }
}
