package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.shell.Residents.Resident;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The parts of an agent that has joined, put together by hand. */
final class Member implements AutoCloseable, Session.Listener {
  /**
   * How long the session waits for the broker: without it assignments would come late, but they
   * would come.
   */
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(5);

  /** How old a set of assignments may be when it arrives unasked. */
  private static final Duration SET_AGE = Duration.ofSeconds(30);

  private final AgentConfig config;
  private final Credentials credentials;
  private final ContainerRuntime runtime;
  private final InstantSource clock;
  private final Registration registration;
  private final Transport transport;
  private final ObservationOutbox outbox;
  private final Tasks tasks;
  private final UsageReporter usage;
  private final GatewayLink link;
  private volatile Instant helloAt = Instant.MIN;
  private volatile @Nullable Subscription events;
  private volatile AssignmentFeed.@Nullable Listening listening;

  Member(
      AgentConfig config,
      Credentials credentials,
      EngineInfo engineInfo,
      ContainerRuntime runtime,
      Transport transport,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.runtime = runtime;
    this.transport = transport;
    this.clock = clock;
    AgentMetrics meters = transport.meters();
    Engine engine =
        new Engine(
            runtime,
            new Hands(runtime, config.tasks().pullBehavior(), clock),
            config.tasks().parallelStarts(),
            meters);
    registration = new Registration(config, engineInfo, version());
    outbox = new ObservationOutbox(transport.producer(), credentials.cluster(), meters);
    tasks = new Tasks(engine, outbox::report, defaults(config.tasks()), clock);
    usage =
        new UsageReporter(
            credentials,
            registration,
            tasks,
            runtime,
            transport.producer(),
            config.usageInterval(),
            clock);
    link = new GatewayLink(transport.gateway(), credentials, clock, this::hello, this);
  }

  private static TaskDefaults defaults(AgentConfig.Tasks tasks) {
    return new TaskDefaults(tasks.stopTimeout(), tasks.cleanupWait(), !tasks.privilegedDisabled());
  }

  private static String version() {
    String version = Member.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }

  /** Takes up what runs already. Events that come in meanwhile are made up for by looking again. */
  boolean rebuild() throws EngineFailure {
    Subscription old = events;
    if (old != null) {
      old.close();
    }
    events = runtime.events(tasks::event);
    tasks.rebuild(runtime.list());
    tasks.event(new RuntimeEvent.Gap());
    return true;
  }

  void start() throws InterruptedException {
    transport.meters().count(tasks);
    transport.streams().residents().add(new Resident(credentials, new Containers(tasks), runtime));
    outbox.start();
    AssignmentFeed.Listening place =
        transport.listen(credentials.containerInstanceArn(), tasks::assigned, this::renew);
    listening = place;
    place.awaitPosition(BROKER_PATIENCE);
    link.start();
    usage.start();
  }

  /** Whether there has been a session; waits for one. */
  boolean awaitSession(Duration most) throws InterruptedException {
    return link.awaitSession(most);
  }

  /** Why the agent cannot work at present; empty while it has a session. */
  String trouble() {
    return link.connected() ? "" : "no session with the scheduler";
  }

  private Hello hello() {
    helloAt = clock.instant();
    return registration.hello(credentials, transport.streams().address());
  }

  /** Assignments may have been sent before the feed had its place: ask for all. */
  private void renew() {
    link.renew("assignments are read anew");
  }

  @Override
  public void welcome(Welcome welcome) {
    outbox.epoch(welcome.getEpoch());
    tasks.complete(welcome.getAssignments(), helloAt);
    tasks.reportAll();
  }

  @Override
  public void assignments(AssignmentSet complete) {
    tasks.complete(complete, clock.instant().minus(SET_AGE));
  }

  /** The broker may be there though the gateway is not: one observation keeps the lease. */
  @Override
  public void away() {
    tasks.reportOne();
  }

  @Override
  public void close() throws InterruptedException {
    usage.close();
    link.close();
    AssignmentFeed.Listening place = listening;
    if (place != null) {
      place.close();
    }
    transport.streams().residents().remove(credentials);
    transport.meters().forget(tasks);
    tasks.close();
    Subscription watched = events;
    if (watched != null) {
      watched.close();
    }
    outbox.close();
  }
}
