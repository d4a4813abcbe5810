package io.fairlead.scheduler.core;

import com.google.protobuf.Message;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.agent.ContainerObservation;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Observation;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The cluster {@code default} in a test: plans inputs, applies the decisions, and plays the agents
 * of its instances. Time stands still unless the test moves it.
 */
public final class TestCluster {
  public static final Realm REALM = new Realm("us-east-1", "000000000000");

  private final Scheduler scheduler = new Scheduler(REALM, Settings.DEFAULTS);
  private final ClusterState state = new ClusterState("default");
  private final Map<String, Long> epochs = new HashMap<>();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private long seed;
  private long sequence;
  private Decision last = new Decision(List.of(), new Decision.Silent());

  /** An ACTIVE cluster without instances. */
  public TestCluster() {
    Cluster cluster =
        Cluster.newBuilder()
            .setClusterName("default")
            .setClusterArn(REALM.cluster("default"))
            .setStatus("ACTIVE")
            .build();
    state.apply(
        Change.newBuilder().setCluster(ClusterRecord.newBuilder().setCluster(cluster)).build());
  }

  public ClusterState state() {
    return state;
  }

  public Instant now() {
    return now;
  }

  /** The decision on the latest input. */
  public Decision last() {
    return last;
  }

  /** Plans an input and applies what follows. */
  public Decision.Reply handle(Input input) {
    last = scheduler.plan(state, input);
    last.changes().forEach(state::apply);
    return last.reply();
  }

  public Decision.Reply call(Message request) {
    return handle(new Input.Call(now, seed++, request, Optional.empty()));
  }

  public Decision.Reply call(Message request, TaskDefinitionRecord definition) {
    return handle(new Input.Call(now, seed++, request, Optional.of(definition)));
  }

  /** The response of a call that must succeed. */
  public <T extends Message> T done(Class<T> type, Decision.Reply reply) {
    if (reply instanceof Decision.Done(Message response)) {
      return type.cast(response);
    }
    throw new AssertionError("not done: " + reply);
  }

  /** The rejection of a call that must be refused. */
  public Rejection refused(Decision.Reply reply) {
    if (reply instanceof Decision.Refused(Rejection rejection)) {
      return rejection;
    }
    throw new AssertionError("not refused: " + reply);
  }

  /** Lets time pass, and what is due happen. */
  public void pass(Duration time) {
    now = now.plus(time);
    handle(new Input.Tick(now, seed++));
  }

  public void recover() {
    recover(sessions());
  }

  /** Another owner tells of the sessions that were there when it read the state. */
  public void recover(List<Input.Recovered.Session> sessions) {
    handle(new Input.Recovered(now, seed++, sessions));
  }

  public List<Input.Recovered.Session> sessions() {
    List<Input.Recovered.Session> sessions = new ArrayList<>();
    state.sessions().forEachRemaining(sessions::add);
    return sessions;
  }

  // ---- instances

  public static String instanceArn(String id) {
    return REALM.containerInstance("default", id);
  }

  /** An instance connects, for the first time or again. */
  public Welcome connect(Hello hello) {
    Welcome welcome = done(Welcome.class, handle(new Input.AgentConnected(now, seed++, hello)));
    epochs.put(hello.getContainerInstanceArn(), welcome.getEpoch());
    return welcome;
  }

  /** One with 2048 CPU units and 4096 MiB. */
  public Welcome connect(String id) {
    return connect(hello(id, 2048, 4096, Map.of()));
  }

  public static Hello hello(String id, int cpu, int memory, Map<String, String> attributes) {
    Hello.Builder hello =
        Hello.newBuilder()
            .setCluster("default")
            .setContainerInstanceArn(instanceArn(id))
            .setEc2InstanceId("i-" + id)
            .setAgentAddress(id + ":7000")
            .addResources(resource("CPU", cpu))
            .addResources(resource("MEMORY", memory))
            .addResources(ports("PORTS", "22"))
            .addResources(ports("PORTS_UDP"))
            .addAttributes(attribute("com.amazonaws.ecs.capability.logging-driver.json-file", ""));
    attributes.forEach((name, value) -> hello.addAttributes(attribute(name, value)));
    return hello.build();
  }

  private static Resource resource(String name, int value) {
    return Resource.newBuilder().setName(name).setType("INTEGER").setIntegerValue(value).build();
  }

  private static Resource ports(String name, String... ports) {
    return Resource.newBuilder()
        .setName(name)
        .setType("STRINGSET")
        .addAllStringSetValue(List.of(ports))
        .build();
  }

  public static Attribute attribute(String name, String value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    return value.isEmpty() ? attribute.build() : attribute.setValue(value).build();
  }

  /** The instance's agent hangs up. */
  public void disconnect(String id) {
    over(id, false);
  }

  /** Nothing is heard of the instance any more. */
  void fallSilent(String id) {
    over(id, true);
  }

  private void over(String id, boolean silent) {
    String arn = instanceArn(id);
    handle(new Input.AgentDisconnected(now, seed++, arn, epochs.getOrDefault(arn, 0L), silent));
  }

  // ---- task definitions

  /** By its digest, so that no deployment has to find that out first. */
  public static final String IMAGE = "busybox@sha256:" + "0".repeat(64);

  /** An ACTIVE revision 1 with one container {@code main} of 128 CPU units and 256 MiB. */
  public static TaskDefinitionRecord definition(String family) {
    return definition(family, definition -> definition);
  }

  public static TaskDefinitionRecord definition(
      String family, UnaryOperator<TaskDefinition.Builder> more) {
    return revision(family, 1, more);
  }

  public static TaskDefinitionRecord revision(
      String family, int revision, UnaryOperator<TaskDefinition.Builder> more) {
    TaskDefinition.Builder definition =
        TaskDefinition.newBuilder()
            .setTaskDefinitionArn(REALM.taskDefinition(family, revision))
            .setFamily(family)
            .setRevision(revision)
            .setStatus(TaskDefinitionStatus.TASK_DEFINITION_STATUS_ACTIVE)
            .addContainerDefinitions(
                ContainerDefinition.newBuilder()
                    .setName("main")
                    .setImage(IMAGE)
                    .setEssential(true)
                    .setCpu(128)
                    .setMemory(256));
    return TaskDefinitionRecord.newBuilder().setDefinition(more.apply(definition)).build();
  }

  // ---- tasks

  /** Runs one task of the definition, which must find a place. */
  public Task run(TaskDefinitionRecord definition) {
    return run(definition, request -> request);
  }

  public Task run(TaskDefinitionRecord definition, UnaryOperator<RunTaskRequest.Builder> more) {
    RunTaskRequest request =
        more.apply(
                RunTaskRequest.newBuilder()
                    .setTaskDefinition(definition.getDefinition().getTaskDefinitionArn()))
            .build();
    RunTaskResponse response = done(RunTaskResponse.class, call(request, definition));
    if (response.getFailuresCount() > 0) {
      throw new AssertionError("not placed: " + response.getFailuresList());
    }
    return response.getTasks(0);
  }

  /** Why a task of the definition, which must fit nowhere, does not. */
  public String refusedPlacement(TaskDefinitionRecord definition) {
    RunTaskRequest request =
        RunTaskRequest.newBuilder()
            .setTaskDefinition(definition.getDefinition().getTaskDefinitionArn())
            .build();
    return done(RunTaskResponse.class, call(request, definition)).getFailures(0).getReason();
  }

  /** The task as it is now. */
  public TaskRecord task(String arn) {
    return state.task(arn).orElseThrow();
  }

  /** What its instance would report of a task: that status for it and its containers. */
  public Observation.Builder seen(String taskArn, String status) {
    Task task = task(taskArn).getTask();
    String containerStatus = status.equals("STOPPING") ? "RUNNING" : status;
    Observation.Builder seen =
        Observation.newBuilder()
            .setTaskArn(taskArn)
            .setContainerInstanceArn(task.getContainerInstanceArn())
            .setEpoch(epochs.getOrDefault(task.getContainerInstanceArn(), 0L))
            .setSequence(++sequence)
            .setObservedAt(ProtoTime.of(now))
            .setStatus(status);
    task.getContainersList()
        .forEach(
            container ->
                seen.addContainers(
                    ContainerObservation.newBuilder()
                        .setName(container.getName())
                        .setStatus(containerStatus)));
    return seen;
  }

  /** Its instance reports the task. */
  public TaskRecord observe(Observation observation) {
    handle(new Input.Observed(now, seed++, observation));
    return task(observation.getTaskArn());
  }

  /** Its instance reports the task in that status. */
  public TaskRecord observe(String taskArn, String status) {
    return observe(seen(taskArn, status).build());
  }

  /** Every agent does what it was told: tasks run, or have stopped where they are to stop. */
  public void settle() {
    for (int rounds = 0; rounds < 1000; rounds++) {
      Optional<TaskRecord> restless = state.tasks().stream().filter(this::isRestless).findFirst();
      if (restless.isEmpty()) {
        return;
      }
      Task task = restless.get().getTask();
      observe(task.getTaskArn(), task.getDesiredStatus());
    }
    throw new AssertionError("no end of changes");
  }

  private boolean isRestless(TaskRecord record) {
    boolean connected =
        state
            .instance(record.getTask().getContainerInstanceArn())
            .filter(instance -> instance.instance().getAgentConnected())
            .isPresent();
    return connected
        && !record.getTask().getLastStatus().equals("STOPPED")
        && !record.getTask().getLastStatus().equals(record.getTask().getDesiredStatus());
  }
}
