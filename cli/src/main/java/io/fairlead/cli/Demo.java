package io.fairlead.cli;

import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The steps of the demo.
 *
 * @param patience for each step
 * @param simulated whether no container runs: then nothing can be called, and a task is stopped
 *     where a container would be killed
 */
record Demo(Client client, Duration patience, int count, boolean simulated) {
  private static final String SERVICE = "fairlead-demo";
  private static final String CONTAINER = "web";

  void run(RegisterTaskDefinitionRequest definition) {
    String registered = new TaskDefinitions(client).register(definition).getTaskDefinitionArn();
    say("Registered %s from deploy/demo/web.json".formatted(Words.name(registered)));
    create(registered);
    Stability.await(client, SERVICE, patience);
    showTasks();
    callAll();
    Task victim = running().getFirst();
    kill(victim);
    awaitReplacement(victim);
    showTasks();
    callAll();
  }

  private void create(String definition) {
    client
        .ecs()
        .createService(
            CreateServiceRequest.newBuilder()
                .setCluster(client.cluster())
                .setServiceName(SERVICE)
                .setTaskDefinition(definition)
                .setDesiredCount(count)
                .build());
    say("Created service %s with %d tasks of two containers".formatted(SERVICE, count));
  }

  private void showTasks() {
    Table table = new Table("  TASK", "STATUS", "INSTANCE", "ADDRESS");
    for (Task task : running()) {
      table.row(
          "  " + Words.shortId(task.getTaskArn()),
          PsCommand.status(task),
          Words.shortId(task.getContainerInstanceArn()),
          address(task).orElse("-"));
    }
    table.print(System.out);
  }

  private void callAll() {
    if (simulated) {
      say("No HTTP call: the instances are simulated, nothing listens");
      return;
    }
    for (Task task : running()) {
      String address =
          address(task)
              .orElseThrow(
                  () ->
                      CommandFailure.failed(
                          "task " + Words.shortId(task.getTaskArn()) + " has no host port",
                          "See: fairlead api DescribeTasks"));
      say("GET " + address + " says: " + DemoCall.get(address, patience));
    }
  }

  private void kill(Task task) {
    String id = Words.shortId(task.getTaskArn());
    if (simulated) {
      client
          .ecs()
          .stopTask(
              StopTaskRequest.newBuilder()
                  .setCluster(client.cluster())
                  .setTask(task.getTaskArn())
                  .setReason("fairlead demo")
                  .build());
      say("Stopped task %s (no container to kill on a simulated instance)".formatted(id));
      return;
    }
    String runtimeId = container(task).getRuntimeId();
    DemoCall.killContainer(runtimeId);
    say("Killed container %s of task %s behind Fairlead's back".formatted(CONTAINER, id));
  }

  private void awaitReplacement(Task victim) {
    LiveLine line = new LiveLine(System.err);
    new Polling(patience)
        .until(
            () -> shown(line, victim),
            this::replaced,
            "the task was not replaced",
            "See: fairlead explain " + SERVICE);
    line.end();
  }

  private List<Task> shown(LiveLine line, Task victim) {
    Task now = new Tasks(client).describe(List.of(victim.getTaskArn())).getFirst();
    List<Task> others =
        running().stream().filter(task -> !task.getTaskArn().equals(victim.getTaskArn())).toList();
    long up = others.stream().filter(task -> task.getLastStatus().equals("RUNNING")).count();
    line.show(
        "killed task: %s; others running: %d of %d".formatted(PsCommand.status(now), up, count));
    return others;
  }

  private boolean replaced(List<Task> others) {
    return others.stream().filter(task -> task.getLastStatus().equals("RUNNING")).count() >= count;
  }

  /**
   * Deletes the service and waits until its tasks are gone; nothing happens where there is none.
   */
  void cleanUp() {
    if (!new Services(client).exists(SERVICE)) {
      return;
    }
    client
        .ecs()
        .deleteService(
            DeleteServiceRequest.newBuilder()
                .setCluster(client.cluster())
                .setService(SERVICE)
                .setForce(true)
                .build());
    new Polling(patience)
        .until(
            () -> new Services(client).exists(SERVICE),
            exists -> !exists,
            "the demo's service is still being deleted",
            "See: fairlead service ls");
    say("Deleted service " + SERVICE);
  }

  private List<Task> running() {
    return new Tasks(client).list(Optional.of(SERVICE), DesiredStatus.DESIRED_STATUS_RUNNING);
  }

  private static Container container(Task task) {
    return task.getContainersList().stream()
        .filter(container -> container.getName().equals(CONTAINER))
        .findFirst()
        .orElse(Container.getDefaultInstance());
  }

  private static Optional<String> address(Task task) {
    return container(task).getNetworkBindingsList().stream()
        .findFirst()
        .map(binding -> "http://127.0.0.1:" + binding.getHostPort() + "/");
  }

  private static void say(String text) {
    System.out.println("* " + text);
    System.out.flush();
  }
}
