package io.fairlead.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The engine's own API with nothing above it: the container that the task has, made by hand. */
record PlainEngine(DockerClient docker, String image) implements AutoCloseable {
  private static final Map<String, String> LABEL = Map.of("io.fairlead.bench", "plain");
  private static final long MEMORY = 16L << 20;

  static PlainEngine open(String image) {
    return open(image, DefaultDockerClientConfig.createDefaultConfigBuilder().build());
  }

  /** The engine at that address, such as {@code unix:///run/docker.sock}. */
  static PlainEngine open(String image, String address) {
    return open(
        image,
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(address).build());
  }

  private static PlainEngine open(String image, DefaultDockerClientConfig config) {
    ZerodepDockerHttpClient http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(32)
            .build();
    return new PlainEngine(DockerClientImpl.getInstance(config, http), image);
  }

  /** Creates and starts one container; the id. */
  String start() {
    String id =
        docker
            .createContainerCmd(image)
            .withCmd("sleep", "3600")
            .withLabels(LABEL)
            .withHostConfig(HostConfig.newHostConfig().withMemory(MEMORY))
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return id;
  }

  /** Starts so many containers, that many at a time. */
  void startAll(int count, int atATime) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(atATime)) {
      List<Callable<String>> starts =
          IntStream.range(0, count).<Callable<String>>mapToObj(i -> this::start).toList();
      for (var started : pool.invokeAll(starts)) {
        started.get();
      }
    }
  }

  /** Removes what {@link #start} has made. */
  void removeAll() {
    docker.listContainersCmd().withShowAll(true).withLabelFilter(LABEL).exec().parallelStream()
        .forEach(each -> docker.removeContainerCmd(each.getId()).withForce(true).exec());
  }

  @Override
  public void close() throws Exception {
    removeAll();
    docker.close();
  }
}
