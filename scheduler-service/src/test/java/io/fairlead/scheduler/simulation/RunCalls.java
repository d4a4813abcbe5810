package io.fairlead.scheduler.simulation;

import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Task;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** RunTask with tokens: whatever is retried, one token has one effect. */
final class RunCalls {
  private static final int MOST_TRIES = 6;

  private record Call(RunTaskRequest request, Definitions.Shape shape, int tries) {
    private Call again() {
      return new Call(request, shape, tries + 1);
    }
  }

  private final World world;
  private final Client client;
  private final Map<String, Set<String>> effects = new HashMap<>();
  private int calls;

  RunCalls(World world, Client client) {
    this.world = world;
    this.client = client;
  }

  void run(String family) {
    Definitions.Shape shape = world.dice().pick(world.definitions().family(family));
    String token = "run-" + client.cluster() + "-" + ++calls;
    RunTaskRequest request =
        RunTaskRequest.newBuilder()
            .setTaskDefinition(family)
            .setCount((int) world.dice().between(1, 4))
            .setClientToken(token)
            .setStartedBy(token)
            .build();
    call(new Call(request, shape, 1));
  }

  private void call(Call call) {
    client.call(
        call.request(),
        Optional.of(call.shape().definition()),
        (reply, failure) -> answered(call, reply, failure));
  }

  private void answered(
      Call call, Decision.@Nullable Reply reply, @Nullable RuntimeException failure) {
    if (reply instanceof Decision.Done(RunTaskResponse response)) {
      done(call, response);
    } else if (failure != null && call.tries() < MOST_TRIES) {
      world.agenda().after(world.dice().between(100, 2_000), () -> call(call.again()));
    }
  }

  private void done(Call call, RunTaskResponse response) {
    String token = call.request().getClientToken();
    List<String> arns =
        new ArrayList<>(response.getTasksList().stream().map(Task::getTaskArn).toList());
    for (String arn : arns) {
      Violation.unless(
          world.store().task(arn).isPresent(), "%s was acknowledged and is not there", arn);
    }
    if (arns.isEmpty()) {
      return;
    }
    Set<String> before = effects.putIfAbsent(token, new TreeSet<>(arns));
    Violation.unless(
        before == null || before.containsAll(arns), "the token %s had two effects", token);
    counted(token, call.request().getCount());
    if (call.tries() < MOST_TRIES && world.swarm().strikes(Fault.RETRY_SAME_TOKEN, 0.2)) {
      call(call.again());
    }
    if (world.swarm().strikes(Fault.RETRY_CHANGED_REQUEST, 0.2)) {
      callChanged(call);
    }
  }

  private void counted(String token, int most) {
    long made =
        world.truth().state(client.cluster()).tasks().stream()
            .filter(task -> task.getTask().getStartedBy().equals(token))
            .count();
    Violation.unless(made <= most, "the token %s made %d tasks, not %d", token, made, most);
  }

  private void callChanged(Call call) {
    RunTaskRequest changed =
        call.request().toBuilder().setCount(call.request().getCount() + 1).build();
    client.call(
        changed,
        Optional.of(call.shape().definition()),
        (reply, _) ->
            Violation.unless(
                reply == null
                    || (reply instanceof Decision.Refused(Rejection rejection)
                        && rejection.type() == Rejection.Type.CONFLICT),
                "the token %s was taken for another request",
                changed.getClientToken()));
  }
}
