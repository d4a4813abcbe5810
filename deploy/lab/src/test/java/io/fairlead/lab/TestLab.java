package io.fairlead.lab;

import io.fairlead.testkit.FreePorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/**
 * A whole lab for one test class, in a folder and on ports of its own, with the clients to call it.
 */
final class TestLab implements AutoCloseable {
  /** Those of the services; each instance has one more. */
  private static final int PORTS = 10;

  private final Lab lab;
  private final LabOptions options;
  private final Properties credentials = new Properties();

  private TestLab(LabOptions options) throws Exception {
    this.options = options;
    this.lab = Lab.start(options);
    try (var in = Files.newBufferedReader(new Home(options.home()).credentials())) {
      credentials.load(in);
    }
  }

  static TestLab simulated(Path folder, int instances) throws Exception {
    return start(folder, instances, LabOptions.Runtime.SIMULATED, LabOptions.Layout.ONE_PROCESS);
  }

  /** The same with a control plane of several processes. */
  static TestLab inProcesses(Path folder, int instances) throws Exception {
    return start(folder, instances, LabOptions.Runtime.SIMULATED, LabOptions.Layout.PROCESSES);
  }

  static TestLab onEngine(Path folder, int instances) throws Exception {
    return start(folder, instances, LabOptions.Runtime.DOCKER, LabOptions.Layout.ONE_PROCESS);
  }

  private static TestLab start(
      Path folder, int instances, LabOptions.Runtime runtime, LabOptions.Layout layout)
      throws Exception {
    return new TestLab(
        new LabOptions(
            folder,
            LabOptions.LOOPBACK,
            FreePorts.block(PORTS + instances),
            instances,
            runtime,
            "default",
            "us-east-1",
            layout,
            Simulation.PLAIN));
  }

  URI http() {
    return URI.create("http://127.0.0.1:" + options.ports().http());
  }

  /** Where images are pushed to and pulled from. */
  String registry() {
    return "127.0.0.1:" + options.ports().registry();
  }

  /** Runs the command line against this lab; what it says on both outputs, and its exit code. */
  Script.Outcome fairlead(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.fairlead.cli.Fairlead");
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "FAIRLEAD_HOME",
            options.home().toString(),
            "FAIRLEAD_GRPC",
            "127.0.0.1:" + options.ports().grpc());
    return new Script(options.home()).run(environment, command);
  }

  String accessKeyId() {
    return credentials.getProperty("aws_access_key_id");
  }

  String secretAccessKey() {
    return credentials.getProperty("aws_secret_access_key");
  }

  EcsClient ecs() {
    return ecs(http(), accessKeyId(), secretAccessKey());
  }

  static EcsClient ecs(URI http, String accessKeyId, String secretAccessKey) {
    return EcsClient.builder()
        .endpointOverride(http)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  /** The SDK's own waiters, asking often enough for a test. */
  static EcsWaiter waiter(EcsClient ecs) {
    return EcsWaiter.builder()
        .client(ecs)
        .overrideConfiguration(
            WaiterOverrideConfiguration.builder()
                .maxAttempts(600)
                .waitTimeout(Duration.ofSeconds(60))
                .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100)))
                .build())
        .build();
  }

  @Override
  public void close() {
    lab.close();
  }
}
