package io.fairlead.scheduler.core.placement;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.VersionInfo;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An instance made up for a test. */
final class TestInstance implements Candidate {
  private final ContainerInstance instance;
  private final Capacity free;
  private final List<TaskRecord> tasks = new ArrayList<>();

  private TestInstance(ContainerInstance instance) {
    this.instance = instance;
    this.free = Capacity.registered(instance);
  }

  static TestInstance named(String arn, long cpu, long memory) {
    return named(arn, cpu, memory, instance -> {});
  }

  static TestInstance named(
      String arn, long cpu, long memory, Consumer<ContainerInstance.Builder> more) {
    ContainerInstance.Builder builder =
        ContainerInstance.newBuilder()
            .setContainerInstanceArn(arn)
            .setStatus("ACTIVE")
            .setAgentConnected(true)
            .setEc2InstanceId("i-" + arn)
            .setRegisteredAt(
                Timestamp.newBuilder()
                    .setSeconds(Instant.parse("2026-05-01T12:00:00Z").getEpochSecond()))
            .setVersionInfo(VersionInfo.newBuilder().setAgentVersion("1.10.2"))
            .addRegisteredResources(resource("CPU", cpu))
            .addRegisteredResources(resource("MEMORY", memory))
            .addRegisteredResources(
                Resource.newBuilder().setName("PORTS").addStringSetValue("22").build());
    more.accept(builder);
    return new TestInstance(builder.build());
  }

  private static Resource resource(String name, long value) {
    return Resource.newBuilder().setName(name).setIntegerValue((int) value).build();
  }

  static Consumer<ContainerInstance.Builder> attribute(String name, String value) {
    return instance -> instance.addAttributes(Attribute.newBuilder().setName(name).setValue(value));
  }

  TestInstance with(String group, Demand demand) {
    tasks.add(
        TaskRecord.newBuilder()
            .setTask(Task.newBuilder().setGroup(group).setLastStatus("RUNNING"))
            .setReserved(demand)
            .build());
    free.take(demand);
    return this;
  }

  @Override
  public ContainerInstance instance() {
    return instance;
  }

  @Override
  public Capacity free() {
    return free;
  }

  @Override
  public Stream<TaskRecord> tasks() {
    return tasks.stream();
  }

  @Override
  public int taskCount() {
    return tasks.size();
  }

  @Override
  public int countOf(String group) {
    return (int) tasks.stream().filter(task -> task.getTask().getGroup().equals(group)).count();
  }
}
