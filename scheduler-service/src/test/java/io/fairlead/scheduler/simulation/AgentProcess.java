package io.fairlead.scheduler.simulation;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.Arrivals;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedTask;
import io.fairlead.agent.core.Outbox;
import io.fairlead.agent.core.PastTasks;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One agent from its start to its crash. The steps of its tasks, what counts as an orphan, and what
 * is sent to the bus are the product's; the threads, the session and the feed that the product's
 * {@code Member}, {@code Tasks}, {@code GatewayLink} and {@code AssignmentFeed} have are played
 * here.
 */
final class AgentProcess {
  static final TaskDefaults DEFAULTS =
      new TaskDefaults(Duration.ofSeconds(10), Duration.ofMinutes(2), true);
  private static final Duration SET_AGE = Duration.ofSeconds(30);

  private final World world;
  private final Machine machine;
  private final Life life = new Life();
  private final BusLink bus;
  private final Hands hands;
  private final AgentLink link;
  private final AssignmentFeed feed;
  private final Outbox outbox = new Outbox();
  private final Arrivals arrivals = new Arrivals();
  private final PastTasks past = new PastTasks();
  private final Map<String, TaskRun> runs = new LinkedHashMap<>();
  private @Nullable Subscription events;
  private boolean sending;

  AgentProcess(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.bus = new BusLink(world, life);
    this.hands = new Hands(machine.runtime(), ImagePullBehavior.DEFAULT, machine.clock());
    this.link = new AgentLink(world, this);
    this.feed = new AssignmentFeed(world, this);
  }

  String arn() {
    return machine.arn();
  }

  Machine machine() {
    return machine;
  }

  Life life() {
    return life;
  }

  BusLink bus() {
    return bus;
  }

  Hands hands() {
    return hands;
  }

  AssignmentFeed feed() {
    return feed;
  }

  AgentLink link() {
    return link;
  }

  Instant now() {
    return machine.clock().instant();
  }

  Map<String, TaskRun> runs() {
    return runs;
  }

  void start() {
    world.trace().note("agent starts", arn());
    bus.setCut(machine.isBusCut());
    events = machine.runtime().events(this::engineTold);
    rebuild();
  }

  private void rebuild() {
    try {
      rebuild(machine.runtime().list());
    } catch (EngineFailure e) {
      world.agenda().after(1_000, life.within(this::rebuild));
      return;
    }
    feed.begin();
    link.begin();
  }

  private void rebuild(List<FoundContainer> containers) {
    Map<String, ObservedTask> seen = new TreeMap<>();
    Map<String, Assignment> assignments = new TreeMap<>();
    for (FoundContainer found : containers) {
      String task = found.assignment().getTaskArn();
      assignments.merge(
          task,
          found.assignment(),
          (one, other) -> other.getVersion() > one.getVersion() ? other : one);
      seen.put(
          task,
          seen.getOrDefault(task, ObservedTask.NONE)
              .after(found.container(), new ContainerChange.Found(found.observed())));
    }
    assignments.forEach((task, assignment) -> add(assignment, seen.get(task), true));
    runs.values().forEach(TaskRun::doubt);
  }

  private void add(Assignment assignment, ObservedTask seen, boolean held) {
    TaskRun run = new TaskRun(world, this, assignment, seen, held);
    runs.put(assignment.getTaskArn(), run);
    run.drive();
  }

  private void engineTold(RuntimeEvent event) {
    world.agenda().after(world.dice().between(0, 10), life.within(() -> hear(event)));
  }

  private void hear(RuntimeEvent event) {
    switch (event) {
      case RuntimeEvent.OfContainer of -> {
        TaskRun run = runs.get(of.taskArn());
        if (run != null) {
          run.event(of);
        }
      }
      case RuntimeEvent.Gap _ -> {
        if (!world.rules().has(Defect.IGNORE_GAPS)) {
          List.copyOf(runs.values()).forEach(TaskRun::doubt);
        }
      }
    }
  }

  /** One assignment that came by itself. */
  void assigned(Assignment assignment) {
    arrivals.arrived(assignment.getTaskArn(), now());
    take(assignment);
  }

  private void take(Assignment assignment) {
    String task = assignment.getTaskArn();
    TaskRun run = runs.get(task);
    if (run != null) {
      run.assign(assignment);
    } else if (past.knows(task)) {
      past.lastWords(task).ifPresent(this::report);
    } else {
      add(assignment, ObservedTask.NONE, false);
    }
  }

  void welcome(Wire wire, Welcome welcome) {
    if (link.welcomed(wire)) {
      outbox.epoch(world.rules().has(Defect.KEEP_OLD_EPOCH) ? 1 : welcome.getEpoch());
      complete(welcome.getAssignments(), link.helloAt());
      List.copyOf(runs.values()).forEach(TaskRun::reportAgain);
      send();
    }
  }

  /** All assignments of the instance, unasked. */
  void complete(AssignmentSet set) {
    complete(set, now().minus(SET_AGE));
  }

  private void complete(AssignmentSet set, Instant asOf) {
    set.getAssignmentsList().forEach(this::take);
    Instant believed = world.rules().has(Defect.IGNORE_ARRIVALS) ? Instant.MAX : asOf;
    for (String orphan : arrivals.orphans(List.copyOf(runs.keySet()), set, believed)) {
      TaskRun run = runs.get(orphan);
      if (run != null && !world.rules().has(Defect.KEEP_ORPHANS)) {
        run.abandon();
      }
    }
  }

  void report(Observation observation) {
    outbox.report(observation);
    send();
  }

  /** One observation that shows that the instance lives. */
  void reportOne() {
    runs.values().stream().filter(TaskRun::hasReported).findFirst().ifPresent(TaskRun::reportAgain);
  }

  private void send() {
    if (outbox.isReady() && !sending) {
      sending = true;
      world.agenda().after(world.dice().between(0, 2), life.within(this::sendAll));
    }
  }

  private void sendAll() {
    sending = false;
    for (Outbox.Waiting next : outbox.take()) {
      bus.send(
          Topics.OBSERVATIONS,
          world.shardOf(machine.cluster()),
          next.observation().getTaskArn(),
          next.observation().toByteArray(),
          failure -> sent(next, failure));
    }
  }

  private void sent(Outbox.Waiting what, @Nullable Exception failure) {
    if (failure == null || world.rules().has(Defect.DROP_UNSENT)) {
      outbox.arrived(what);
    } else if (outbox.failed(what)) {
      send();
    }
  }

  void forget(TaskRun run) {
    runs.remove(run.taskArn());
    arrivals.forget(run.taskArn());
    past.add(run.taskArn(), run.lastReported());
  }

  void sessionEnded(Wire wire) {
    link.ended(wire);
  }

  void gatewayChanged(boolean cut) {
    link.gatewayChanged(cut);
  }

  void crash() {
    world.trace().note("agent crashes", arn());
    life.end();
    link.crashed();
    if (events != null) {
      events.close();
    }
  }
}
