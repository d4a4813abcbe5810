package io.fairlead.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.testkit.SharedPostgres;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shards move between two schedulers. */
class RebalanceIT {
  private static final List<String> CLUSTERS =
      IntStream.range(0, 8).mapToObj(number -> "moving-" + number).toList();

  /** Where a call about the cluster goes according to this scheduler: "" for here. */
  private static Optional<String> owner(TestScheduler scheduler, String cluster) {
    try {
      scheduler.ecs().listTasks(ListTasksRequest.newBuilder().setCluster(cluster).build());
      return Optional.of("");
    } catch (StatusRuntimeException e) {
      return ApiErrors.info(e)
          .filter(info -> info.getReason().equals(ApiErrors.NOT_OWNER))
          .map(info -> info.getMetadataOrDefault(ApiErrors.OWNER, "?"));
    }
  }

  private static List<String> own(TestScheduler scheduler) {
    return CLUSTERS.stream()
        .filter(cluster -> owner(scheduler, cluster).equals(Optional.of("")))
        .toList();
  }

  @Test
  void aSecondSchedulerTakesItsShareAndTheFirstTakesItBack() throws Exception {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    try (TestScheduler first = new TestScheduler(database)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> first.service().isReady());
      for (String cluster : CLUSTERS) {
        first
            .ecs()
            .createCluster(CreateClusterRequest.newBuilder().setClusterName(cluster).build());
      }
      List<TestAgent> agents =
          CLUSTERS.stream().map(cluster -> new TestAgent(first, cluster, "i1").alive()).toList();
      for (TestAgent agent : agents) {
        agent.welcome();
      }

      try (TestScheduler second = new TestScheduler(database)) {
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(
                () -> {
                  assertThat(own(second)).isNotEmpty();
                  assertThat(own(first)).isNotEmpty();
                  assertThat(own(first).size() + own(second).size()).isEqualTo(CLUSTERS.size());
                });
        List<String> moved = own(second);
        for (String cluster : moved) {
          assertThat(owner(first, cluster)).contains(second.service().address());
          TestAgent agent = agents.get(CLUSTERS.indexOf(cluster));
          Throwable end = agent.ended().get(10, TimeUnit.SECONDS);
          assertThat(ApiErrors.info(end).orElseThrow().getReason()).isEqualTo(ApiErrors.NOT_OWNER);
        }
        try (TestAgent back = new TestAgent(second, moved.getFirst(), "i1")) {
          Welcome welcome = back.welcome();
          assertThat(welcome.getEpoch()).isEqualTo(2);
        }
      }

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(own(first)).isEqualTo(CLUSTERS));
    }
  }
}
