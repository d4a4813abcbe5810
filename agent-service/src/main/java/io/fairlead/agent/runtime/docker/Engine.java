package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.fairlead.agent.runtime.EngineFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;

/**
 * The connections to one engine. Calls that answer soon are bounded in time; streams and calls that
 * may take as long as a container likes are not.
 */
final class Engine implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 4096;

  private final DockerClient calls;
  private final DockerClient streams;

  Engine(String host, Duration callTimeout) {
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build();
    this.calls = client(config, callTimeout);
    this.streams = client(config, Duration.ZERO);
  }

  private static DockerClient client(DockerClientConfig config, Duration timeout) {
    ZerodepDockerHttpClient.Builder http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(CONNECT)
            .maxConnections(CONNECTIONS);
    if (!timeout.isZero()) {
      http.responseTimeout(timeout);
    }
    return DockerClientImpl.getInstance(config, http.build());
  }

  /** Asks for something that the engine answers soon. */
  <T> T call(Function<DockerClient, T> question) throws EngineFailure {
    return ask(calls, question);
  }

  /** Asks for something that may take any time. */
  <T> T wait(Function<DockerClient, T> question) throws EngineFailure {
    return ask(streams, question);
  }

  /** The connections for streams. */
  DockerClient streams() {
    return streams;
  }

  private static <T> T ask(DockerClient client, Function<DockerClient, T> question)
      throws EngineFailure {
    try {
      return question.apply(client);
    } catch (RuntimeException e) {
      throw DockerFailures.of(e);
    }
  }

  @Override
  public void close() {
    try {
      calls.close();
      streams.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
