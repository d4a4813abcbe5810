package io.fairlead.lab;

import static org.awaitility.Awaitility.await;

import io.fairlead.agent.AgentMain;
import io.fairlead.agent.config.Variables;
import io.fairlead.gateway.GatewayMain;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.scheduler.SchedulerMain;
import io.fairlead.testkit.EmbeddedPostgres;
import io.fairlead.testkit.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Every part as a process of its own, as on machines of their own, so that each can be killed. All
 * of them listen on loopback and keep their data in one folder.
 */
final class Installation implements AutoCloseable {
  static final String CLUSTER = "default";
  private static final int PORTS = 11;

  /** On a busy machine a JVM takes longer to start than the usual lease is. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LabOptions options;
  private final Home home;
  private final ServiceProperties properties;
  private final Path logs;
  private final Map<Part, Process> processes = new EnumMap<>(Part.class);
  private EmbeddedPostgres postgres;
  private AccessKey key;
  private Duration lease = LEASE;

  private Installation(Path folder, Path logs) {
    this.options =
        new LabOptions(
            folder,
            LabOptions.LOOPBACK,
            FreePorts.block(PORTS),
            1,
            LabOptions.Runtime.DOCKER,
            CLUSTER,
            "us-east-1",
            LabOptions.Layout.ONE_PROCESS,
            Simulation.PLAIN);
    this.home = new Home(folder);
    this.properties = new ServiceProperties(options, home);
    this.logs = logs;
  }

  /** Starts all parts and waits until the instance is registered. */
  static Installation start(Path folder, Path logs) throws Exception {
    Installation installation = new Installation(folder, Files.createDirectories(logs));
    try {
      for (Part part : List.of(Part.BROKER, Part.DATABASE, Part.SCHEDULER, Part.GATEWAY)) {
        installation.start(part);
      }
      installation.join();
      return installation;
    } catch (Exception | Error e) {
      installation.close();
      throw e;
    }
  }

  private void join() throws Exception {
    await().atMost(PATIENCE).until(() -> Files.exists(home.credentials()));
    Properties credentials = new Properties();
    try (var in = Files.newBufferedReader(home.credentials())) {
      credentials.load(in);
    }
    key =
        new AccessKey(
            credentials.getProperty("aws_access_key_id"),
            credentials.getProperty("aws_secret_access_key"),
            new Identity.User("arn:aws:iam::000000000000:user/admin"));
    try (Administrator administrator = Administrator.with(key, properties.gatewayAddress())) {
      administrator.ensureCluster(CLUSTER);
      agent(administrator.joinToken(CLUSTER, 1));
      if (!administrator.awaitInstances(CLUSTER, 1, PATIENCE)) {
        throw new IOException("The agent does not register; see " + logs);
      }
    }
  }

  /** Starts a part that does not run, on the data that it left. */
  void start(Part part) throws Exception {
    switch (part) {
      case BROKER -> broker();
      case DATABASE -> database();
      case SCHEDULER -> scheduler();
      case GATEWAY -> gateway();
      case AGENT -> agent("");
    }
  }

  /** What the scheduler is told when it is started next. */
  void lease(Duration ofInstances) {
    lease = ofInstances;
  }

  /** As {@code kill -9}: the part has no chance to put anything in order. */
  void kill(Part part) throws Exception {
    if (part == Part.DATABASE) {
      killPostgres();
    } else {
      processes.remove(part).destroyForcibly().waitFor();
    }
  }

  private void broker() throws IOException {
    Ports ports = options.ports();
    String folder = home.data("kafka").toString();
    List<String> arguments = List.of(folder, "" + ports.kafka(), "" + ports.kafkaController());
    run(Part.BROKER, BrokerMain.class, new ServiceProcess.Told(Map.of(), arguments, Map.of()));
  }

  private void database() throws Exception {
    postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                home.data("postgres"),
                home.data("programs"),
                options.ports().postgres(),
                ServiceProperties.DATABASE_USER,
                home.randomSecret("postgres-password")));
    postgres.createDatabase(ServiceProperties.DATABASE);
  }

  private void killPostgres() throws Exception {
    List<String> file = Files.readAllLines(home.data("postgres").resolve("data/postmaster.pid"));
    var ended = postgres.onExit();
    ProcessHandle.of(Long.parseLong(file.getFirst().strip())).orElseThrow().destroyForcibly();
    ended.get(10, TimeUnit.SECONDS);
    postgres.close();
  }

  private void scheduler() throws IOException {
    service(Part.SCHEDULER, SchedulerMain.class, FreePorts.next());
  }

  private void gateway() throws IOException {
    service(Part.GATEWAY, GatewayMain.class, options.ports().http());
  }

  /** All properties, as in the lab; but of the services only this one is switched on. */
  private void service(Part part, Class<?> main, int httpPort) throws IOException {
    Map<String, Object> own = properties.all();
    for (Part other : List.of(Part.GATEWAY, Part.SCHEDULER)) {
      own.put("fairlead." + name(other) + ".enabled", other == part);
    }
    own.put("fairlead.registry.enabled", false);
    own.put("micronaut.server.port", httpPort);
    own.put("fairlead.scheduler.lease", lease.toString());
    run(part, main, new ServiceProcess.Told(own, List.of(), Map.of()));
  }

  private void agent(String joinToken) throws IOException {
    Map<String, String> environment =
        Map.of(
            Variables.CLUSTER, CLUSTER,
            Variables.GATEWAY, properties.gatewayAddress(),
            Variables.KAFKA, properties.kafka(),
            Variables.DATA_DIR, home.data("agent").toString(),
            Variables.INSTALLATION, home.installation(),
            Variables.LISTEN, ServiceProperties.address(options.ports().agents()),
            Variables.PULL_BEHAVIOR, "prefer-cached",
            Variables.CLEANUP_WAIT, "1s",
            Variables.JOIN_TOKEN, joinToken);
    Map<String, Object> port = Map.of("micronaut.server.port", FreePorts.next());
    run(Part.AGENT, AgentMain.class, new ServiceProcess.Told(port, List.of(), environment));
  }

  private void run(Part part, Class<?> main, ServiceProcess.Told told) throws IOException {
    Path log = logs.resolve(name(part) + ".log");
    processes.put(part, new ServiceProcess(main, told, log).start());
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /** The installation's name on the engine. */
  String name() throws IOException {
    return home.installation();
  }

  EcsClient ecs() {
    URI http = URI.create("http://127.0.0.1:" + options.ports().http());
    return TestLab.ecs(http, key.id(), key.secret());
  }

  @Override
  public void close() throws Exception {
    for (Part part : List.of(Part.AGENT, Part.GATEWAY, Part.SCHEDULER, Part.BROKER)) {
      Process process = processes.remove(part);
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }
    if (postgres != null) {
      postgres.close();
    }
  }
}
