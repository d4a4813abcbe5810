package io.fairlead.lab.faults;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.fairlead.agent.runtime.Labels;
import io.fairlead.proto.agent.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of a lab of real instances.
 *
 * @param folder of the instances, a folder each with the engine's socket in it
 */
public record RealEngines(Path folder) implements Engines {
  private static final Logger LOG = LoggerFactory.getLogger(RealEngines.class);

  /** One that stands still does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public List<Look> look() throws IOException {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Look>> looks = new ArrayList<>();
      for (String name : RealInstances.names(folder)) {
        looks.add(each.submit(() -> look(name)));
      }
      List<Look> all = new ArrayList<>();
      for (Future<Look> look : looks) {
        all.add(look.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IOException("an engine was not looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Look look(String name) {
    Path socket = folder.resolve(name).resolve("run").resolve("docker.sock");
    if (!Files.exists(socket)) {
      return new Look(name, false, List.of());
    }
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix://" + socket)
            .build();
    ZerodepDockerHttpClient http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .connectionTimeout(PATIENCE)
            .responseTimeout(PATIENCE)
            .build();
    try (DockerClient engine = DockerClientImpl.getInstance(config, http)) {
      List<Container> running =
          engine.listContainersCmd().withLabelFilter(List.of(Labels.TASK_ARN)).exec();
      return new Look(name, true, running.stream().map(RealEngines::running).toList());
    } catch (IOException | RuntimeException e) {
      LOG.debug("engine does not answer instance={} cause={}", name, e.toString());
      return new Look(name, false, List.of());
    }
  }

  private static Running running(Container container) {
    var labels = container.getLabels();
    return new Running(
        labels.getOrDefault(Labels.TASK_ARN, "-"),
        Labels.assignment(labels).map(Assignment::getGroup).orElse(""),
        labels.getOrDefault(Labels.CONTAINER_NAME, "-"),
        container.getId());
  }
}
