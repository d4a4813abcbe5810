package io.fairlead.lab;

import io.fairlead.gateway.Gateway;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.RealInstances;
import io.fairlead.testkit.EmbeddedBroker;
import io.fairlead.testkit.EmbeddedPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running lab. Parts are closed in the reverse order of their start: the agents before the
 * services, and these, which are clients of Kafka and PostgreSQL, before both.
 */
final class Lab implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);
  private static final Duration INSTANCES_PATIENCE = Duration.ofSeconds(20);
  private static final Duration PATIENCE_AN_INSTANCE = Duration.ofMillis(10);

  private final LabOptions options;
  private final Home home;
  private final Progress progress;
  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable closing) {}

  private Lab(LabOptions options, Progress progress) {
    this.options = options;
    this.home = new Home(options.home());
    this.progress = progress;
  }

  /**
   * Starts all parts.
   *
   * @throws Exception what kept a part from starting; those that had started are closed again
   */
  static Lab start(LabOptions options) throws Exception {
    Home home = new Home(options.home());
    Lab lab = new Lab(options, new Progress(home.progress()));
    try {
      lab.startParts();
      return lab;
    } catch (Exception | Error e) {
      lab.close();
      throw e;
    }
  }

  private void startParts() throws Exception {
    CompletableFuture<Void> kafka = CompletableFuture.runAsync(this::startKafka);
    CompletableFuture<Void> postgres = CompletableFuture.runAsync(this::startPostgres);
    try {
      CompletableFuture.allOf(kafka, postgres).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    ApplicationContext services = startServices();
    startAgents(services);
    ReadyFile.write(home.ready(), options);
    progress.step("ready");
  }

  private void startKafka() {
    Ports ports = options.ports();
    try {
      var settings =
          new EmbeddedBroker.Settings(
              home.data("kafka"), options.host(), ports.kafka(), ports.kafkaController());
      add("kafka", Keeper.start("kafka", ended -> startBroker(settings, ended)));
      new LabTopics(new ServiceProperties(options, home).kafka()).create();
      progress.step("Kafka runs");
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** A broker that meets a fatal fault ends its process; here it must not take the others along. */
  private static Closeable startBroker(EmbeddedBroker.Settings settings, Runnable ended)
      throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(settings);
    Exit.Procedure instead =
        (code, message) -> {
          ended.run();
          throw new IllegalStateException("the broker ended with " + code + ": " + message);
        };
    Exit.setExitProcedure(instead);
    Exit.setHaltProcedure(instead);
    return broker::close;
  }

  private void startPostgres() {
    try {
      var settings =
          new EmbeddedPostgres.Settings(
              home.data("postgres"),
              home.data("programs"),
              options.ports().postgres(),
              ServiceProperties.DATABASE_USER,
              home.randomSecret("postgres-password"));
      add("postgresql", Keeper.start("postgresql", ended -> startServer(settings, ended)));
      progress.step("PostgreSQL runs");
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static Closeable startServer(EmbeddedPostgres.Settings settings, Runnable ended)
      throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    try {
      server.createDatabase(ServiceProperties.DATABASE);
    } catch (SQLException e) {
      server.close();
      throw new IOException("no database could be made", e);
    }
    server.onExit().thenRun(ended);
    return server::close;
  }

  private ApplicationContext startServices() throws Exception {
    ApplicationContext context =
        ApplicationContext.builder()
            .properties(new ServiceProperties(options, home).all())
            .deduceEnvironment(false)
            .environments("lab")
            .banner(false)
            .build();
    add("services", context);
    context.start();
    context.getBean(EmbeddedServer.class).start();
    progress.step("gateway, scheduler and registry serve");
    return context;
  }

  private void startAgents(ApplicationContext services) throws Exception {
    ServiceProperties properties = new ServiceProperties(options, home);
    AccessKey key = services.getBean(Gateway.class).firstKey();
    try (Administrator administrator = Administrator.with(key, properties.gatewayAddress())) {
      administrator.ensureCluster(options.cluster());
      progress.step("cluster " + options.cluster() + " is there");
      LabAgents agents = new LabAgents(options, home, properties);
      add("agents", agents);
      List<String> tokens = administrator.joinTokens(options.cluster(), agents.newcomers());
      agents.start(tokens, home.installation(), services.getBean(MeterRegistry.class));
      startMishaps(agents);
      boolean all =
          administrator.awaitInstances(
              options.cluster(),
              options.instances(),
              INSTANCES_PATIENCE.plus(PATIENCE_AN_INSTANCE.multipliedBy(options.instances())));
      progress.step(
          all
              ? options.instances() + " instance(s) registered"
              : "not all instances are registered yet; they go on trying (see the log)");
    }
  }

  private void startMishaps(LabAgents agents) {
    try {
      if (options.runtime() == LabOptions.Runtime.SIMULATED) {
        SimulatedMishaps commands = new SimulatedMishaps(agents::kill);
        add("mishaps", Mishaps.listen(home.mishaps(), commands));
      } else if (Files.isDirectory(home.realInstances())) {
        Faults faults = realFaults();
        add("faults", faults);
        add("mishaps", Mishaps.listen(home.mishaps(), new RealMishaps(faults)));
      }
    } catch (IOException e) {
      LOG.warn("instances cannot be harmed on command socket={}", home.mishaps(), e);
    }
  }

  private Faults realFaults() {
    Path command = Path.of(System.getenv("FAIRLEAD_ROOT"), "deploy", "lab", "bin", "fault");
    return new Faults(
        new RealInstances(home.realInstances(), command),
        InstantSource.system(),
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("faults").factory()));
  }

  private synchronized void add(String name, AutoCloseable closing) {
    parts.push(new Part(name, closing));
  }

  /** Closes everything; what fails to close is logged and does not keep the rest open. */
  @Override
  public synchronized void close() {
    try {
      Files.deleteIfExists(home.ready());
    } catch (IOException e) {
      LOG.warn("file={} not deleted", home.ready(), e);
    }
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closing().close();
        LOG.info("stopped part={}", part.name());
      } catch (Exception e) {
        LOG.warn("part={} did not stop in order", part.name(), e);
      }
    }
  }
}
