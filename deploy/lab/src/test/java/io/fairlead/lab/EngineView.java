package io.fairlead.lab;

import static java.util.stream.Collectors.groupingBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.fairlead.agent.runtime.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the engine itself says of one installation's containers. */
final class EngineView implements AutoCloseable {
  private static final String RUNNING = "running";

  private final DockerClient docker;
  private final String installation;

  EngineView(String installation) {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    this.docker = DockerClientImpl.getInstance(config, http);
    this.installation = installation;
  }

  /** All of them, whether they run or not, by their task's ARN. */
  Map<String, List<Container>> byTask() {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.INSTALLATION, installation))
        .exec()
        .stream()
        .collect(groupingBy(container -> container.getLabels().get(Labels.TASK_ARN)));
  }

  int running() {
    return (int) byTask().values().stream().flatMap(List::stream).filter(EngineView::runs).count();
  }

  static boolean runs(Container container) {
    return RUNNING.equals(container.getState());
  }

  void removeAll() {
    byTask().values().stream().flatMap(List::stream).forEach(this::remove);
  }

  private void remove(Container container) {
    try {
      docker.removeContainerCmd(container.getId()).withForce(true).exec();
    } catch (NotFoundException _) {
      // Its agent was faster.
    }
  }

  @Override
  public void close() throws IOException {
    docker.close();
  }
}
