package io.fairlead.scheduler.simulation;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.CreateClusterResponse;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who calls one cluster. Calls that come to nothing are made again where that is safe.
 */
final class Client {
  private static final long RETRY = 400;

  private final World world;
  private final String cluster;
  private final Wishes wishes;

  Client(World world, String cluster) {
    this.world = world;
    this.cluster = cluster;
    this.wishes = new Wishes(world, this);
  }

  String cluster() {
    return cluster;
  }

  Wishes wishes() {
    return wishes;
  }

  /** Makes the cluster, as often as it takes, and begins to call it. */
  void start() {
    call(
        CreateClusterRequest.newBuilder().setClusterName(cluster).build(),
        Optional.empty(),
        (reply, _) -> {
          if (reply instanceof Decision.Done(CreateClusterResponse response)
              && response.getCluster().getStatus().equals("ACTIVE")) {
            created(response.getCluster());
          } else {
            world.agenda().after(RETRY, this::start);
          }
        });
  }

  private void created(Cluster made) {
    Violation.unless(
        world.truth().state(cluster).cluster().isPresent(),
        "%s was acknowledged and is not there",
        made.getClusterArn());
    next();
  }

  private void next() {
    world
        .agenda()
        .after(
            world.dice().exponential(world.size().betweenCalls()),
            () -> {
              if (!world.swarm().isOver()) {
                int calls = world.swarm().strikes(Fault.BURST, 0.02) ? 20 : 1;
                for (int i = 0; i < calls; i++) {
                  wishes.next();
                }
                next();
              }
            });
  }

  /** Calls once. The answer is null with the failure where none came. */
  void call(
      Message request,
      Optional<TaskDefinitionRecord> definition,
      BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer) {
    Replica scheduler = world.route(cluster);
    if (scheduler == null) {
      later(() -> answer.accept(null, new Unavailable(true)));
      return;
    }
    Once once = new Once(answer);
    later(
        scheduler
            .life()
            .within(
                () ->
                    scheduler.decide(
                        cluster,
                        (now, seed) -> new Input.Call(now, seed, request, definition),
                        once::answer)));
    world.agenda().after(30_000, () -> once.answer(null, new Unavailable(false)));
  }

  private void later(Runnable what) {
    world.agenda().after(world.dice().between(0, 5), what);
  }

  /** Hears the first answer only: a call that takes too long has failed for its caller. */
  private final class Once {
    private @Nullable BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer;

    private Once(BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> answer) {
      this.answer = answer;
    }

    private void answer(Decision.@Nullable Reply reply, @Nullable RuntimeException failure) {
      BiConsumer<Decision.@Nullable Reply, @Nullable RuntimeException> first = answer;
      answer = null;
      if (first == null) {
        return;
      }
      boolean lost = reply != null && world.swarm().strikes(Fault.REPLY_LOST, 0.05);
      later(() -> first.accept(lost ? null : reply, lost ? new Unavailable(false) : failure));
    }
  }
}
