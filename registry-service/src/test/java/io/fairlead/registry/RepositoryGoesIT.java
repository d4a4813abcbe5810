package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecr.DeleteRepositoryRequest;
import io.fairlead.proto.ecr.InitiateLayerUploadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes go on, or are told what is missing, while the repository is deleted under them. */
@Timeout(120)
final class RepositoryGoesIT {
  private static final String REPO = "team/web";
  private static final byte[] CONFIG = {'{', '}'};
  private static final int PUSHERS = 4;
  private static final int PUSHES = 25;
  private static final int BEGINNINGS = 200;

  @TempDir Path home;

  @Test
  void nobodyGetsAnErrorOfTheServer() throws Exception {
    AtomicBoolean pushing = new AtomicBoolean(true);
    try (TestRegistry registry = new TestRegistry(home);
        EcrClient ecr = new EcrClient(registry);
        Client client = Client.user(registry.uri());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        Future<?> deleting = threads.submit(() -> deleteWhile(pushing, ecr));
        List<Future<Integer>> pushers = new ArrayList<>();
        for (int i = 0; i < PUSHERS; i++) {
          int seed = i;
          pushers.add(threads.submit(() -> push(client, seed)));
        }
        for (Future<Integer> pusher : pushers) {
          assertThat(pusher.get()).isNotNegative();
        }
        pushing.set(false);
        deleting.get();
        assertThat(push(client, PUSHERS)).isEqualTo(PUSHES);
      } finally {
        pushing.set(false);
      }
    }
  }

  @Test
  void anUploadThatBeginsIsToldThatTheRepositoryIsNotThere() throws Exception {
    var begin = InitiateLayerUploadRequest.newBuilder().setRepositoryName(REPO).build();
    AtomicBoolean beginning = new AtomicBoolean(true);
    try (TestRegistry registry = new TestRegistry(home);
        EcrClient ecr = new EcrClient(registry);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        Future<?> deleting = threads.submit(() -> deleteWhile(beginning, ecr));
        int begun = 0;
        for (int i = 0; i < BEGINNINGS; i++) {
          try {
            ecr.create(REPO);
          } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
          }
          try {
            var _ = ecr.as(EcrClient.ADMIN).initiateLayerUpload(begin);
            begun++;
          } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
          }
        }
        assertThat(begun).isPositive();
        beginning.set(false);
        deleting.get();
      } finally {
        beginning.set(false);
      }
    }
  }

  private static void deleteWhile(AtomicBoolean pushing, EcrClient ecr) {
    var request =
        DeleteRepositoryRequest.newBuilder().setRepositoryName(REPO).setForce(true).build();
    while (pushing.get()) {
      try {
        var _ = ecr.as(EcrClient.ADMIN).deleteRepository(request);
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      }
    }
  }

  /** How many images were taken in; what is refused is refused for what is missing. */
  private static int push(Client client, int seed) throws IOException {
    int kept = 0;
    for (int i = 0; i < PUSHES; i++) {
      byte[] layer = Images.bytes(100, 1_000L * seed + i);
      assertThat(Images.blob(client, REPO, CONFIG).statusCode()).isIn(201, 404);
      assertThat(Images.blob(client, REPO, layer).statusCode()).isIn(201, 404);
      int status = Images.put(client, REPO, "v" + i, Images.manifest(CONFIG, layer)).statusCode();
      assertThat(status).isIn(201, 404);
      kept += status == 201 ? 1 : 0;
    }
    return kept;
  }
}
