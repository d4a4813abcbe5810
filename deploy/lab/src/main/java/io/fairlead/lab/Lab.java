package io.fairlead.lab;

import io.fairlead.gateway.Gateway;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.Identity;
import io.fairlead.lab.faults.Chronicle;
import io.fairlead.lab.faults.Containers;
import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.RealEngines;
import io.fairlead.lab.faults.RealInstances;
import io.fairlead.lab.faults.SeveralSubjects;
import io.fairlead.lab.faults.Subjects;
import io.fairlead.proto.rim.LocalSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
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
  private static final Duration SERVICES_PATIENCE = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 50;

  private final LabOptions options;
  private final Home home;
  private final Progress progress;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final List<Keeper> kept = new CopyOnWriteArrayList<>();

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
    if (options.isForLoad()) {
      List<Path> folders = List.of(home.data("kafka"), home.data("postgres"));
      add("growing files", new GrowingFiles(folders).start());
    }
    if (options.layout() == LabOptions.Layout.ONE_PROCESS) {
      ApplicationContext services = startServices();
      startAgents(
          services.getBean(Gateway.class).firstKey(), services.getBean(MeterRegistry.class));
    } else {
      keep(new KeptParts(options, home).services());
      startAgents(awaitKey(), new SimpleMeterRegistry());
    }
    ReadyFile.write(home.ready(), options);
    progress.step("ready");
  }

  private void startKafka() {
    try {
      keep(List.of(new KeptParts(options, home).kafka()));
      new LabTopics(new ServiceProperties(options, home).kafka()).create();
      progress.step("Kafka runs");
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private void startPostgres() {
    try {
      keep(List.of(new KeptParts(options, home).postgres()));
      progress.step("PostgreSQL runs");
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private void keep(List<Keeper> parts) {
    kept.addAll(parts);
    parts.forEach(part -> add(part.name(), part));
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

  /** The administrator's key, which the gateway writes down when it has made it. */
  private AccessKey awaitKey() throws Exception {
    long deadline = System.nanoTime() + SERVICES_PATIENCE.toNanos();
    while (!Files.exists(home.credentials())) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the gateway does not start; see " + home.folder().resolve("log"));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    Properties key = new Properties();
    try (Reader in = Files.newBufferedReader(home.credentials())) {
      key.load(in);
    }
    return new AccessKey(
        key.getProperty("aws_access_key_id"),
        key.getProperty("aws_secret_access_key"),
        new Identity.User("arn:aws:iam::000000000000:user/admin"));
  }

  private void startAgents(AccessKey key, MeterRegistry metrics) throws Exception {
    ServiceProperties properties = new ServiceProperties(options, home);
    try (Administrator administrator = Administrator.with(key, properties.gatewayAddress())) {
      administrator.ensureCluster(options.cluster());
      progress.step("cluster " + options.cluster() + " is there");
      LabAgents agents = new LabAgents(options, home, properties);
      add("agents", agents);
      List<String> tokens = administrator.joinTokens(options.cluster(), agents.newcomers());
      agents.start(tokens, home.installation(), metrics);
      startFaults(agents, recording(key));
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

  private FaultEvents recording(AccessKey key) {
    String gateway = new ServiceProperties(options, home).gatewayAddress();
    FaultEvents events =
        new FaultEvents(
            fault -> {
              // A token of its own for each: they may be days apart.
              try (Administrator administrator = Administrator.with(key, gateway)) {
                administrator.record(options.cluster(), fault);
              }
            });
    add("events of faults", events);
    return events;
  }

  private void startFaults(LabAgents agents, Chronicle chronicle) {
    RandomGenerator random = RandomGenerator.getDefault();
    OwnInstances own = new OwnInstances(agents.instances(), random);
    List<Subjects> subjects = new ArrayList<>();
    List<Engines> engines = new ArrayList<>();
    if (Files.isDirectory(home.realInstances())) {
      Subjects real = new RealInstances(home.realInstances(), faultCommand());
      Engines looked = new RealEngines(home.realInstances());
      subjects.addAll(List.of(real, new Containers(looked, real, Containers.OF_REAL, random)));
      engines.add(looked);
    }
    if (options.instances() > 0) {
      subjects.addAll(List.of(own, new Containers(own, own, OwnInstances.OF_CONTAINERS, random)));
      engines.add(own);
    }
    subjects.add(new ControlPlane(kept));
    Faults faults =
        new Faults(
            new SeveralSubjects(subjects),
            InstantSource.system(),
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("faults").factory()),
            chronicle);
    add("faults", faults);
    try {
      add(
          "calls for faults",
          LocalSocket.listen(home.faults(), new FaultsEndpoint(faults, Engines.several(engines))));
    } catch (IOException e) {
      LOG.warn("no fault can be asked for socket={}", home.faults(), e);
    }
  }

  private static Path faultCommand() {
    return Path.of(System.getenv("FAIRLEAD_ROOT"), "deploy", "lab", "bin", "fault");
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
