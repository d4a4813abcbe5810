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
  private final Place place;
  private final List<TaskRecord> tasks = new ArrayList<>();

  private TestInstance(ContainerInstance instance) {
    this.place = new Place(instance, tasks::stream);
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
    place.take(group, demand);
    return this;
  }

  Place place() {
    return place;
  }

  /** An index of these instances. */
  static PlacementIndex index(List<TestInstance> instances) {
    PlacementIndex index = new PlacementIndex();
    instances.forEach(each -> index.join(each.place));
    return index;
  }

  @Override
  public ContainerInstance instance() {
    return place.instance();
  }

  @Override
  public Capacity free() {
    return place.free();
  }

  @Override
  public Stream<TaskRecord> tasks() {
    return tasks.stream();
  }

  @Override
  public int taskCount() {
    return place.taskCount();
  }

  @Override
  public int countOf(String group) {
    return place.countOf(group);
  }
}
