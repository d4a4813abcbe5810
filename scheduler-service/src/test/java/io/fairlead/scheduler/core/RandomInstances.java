package io.fairlead.scheduler.core;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.VersionInfo;
import io.fairlead.proto.state.InstanceRecord;
import java.util.List;
import java.util.SplittableRandom;

/** Instances of few kinds and sizes, so that ties and near misses are frequent. */
final class RandomInstances {
  private static final String[] ZONES = {"a", "b", "c"};
  private static final String[] TYPES = {"m5.large", "m5.xlarge", "c5.large", "t2.micro"};

  private final SplittableRandom random;

  RandomInstances(SplittableRandom random) {
    this.random = random;
  }

  InstanceRecord next(String arn) {
    ContainerInstance.Builder instance =
        ContainerInstance.newBuilder()
            .setContainerInstanceArn(arn)
            .setStatus(random.nextInt(20) == 0 ? "DRAINING" : "ACTIVE")
            .setAgentConnected(random.nextInt(20) > 0)
            .setEc2InstanceId("i-" + arn.hashCode())
            .setRegisteredAt(Timestamp.newBuilder().setSeconds(random.nextInt(1_000_000)))
            .setVersionInfo(VersionInfo.newBuilder().setAgentVersion("1." + random.nextInt(12)))
            .addRegisteredResources(number("CPU", 256 * random.nextInt(1, 9)))
            .addRegisteredResources(number("MEMORY", 256 * random.nextInt(1, 9)))
            .addRegisteredResources(strings("PORTS", "22", "51678"))
            .addRegisteredResources(strings("PORTS_UDP"));
    if (random.nextInt(4) == 0) {
      instance.addRegisteredResources(strings("GPU", "g0", "g1"));
    }
    if (random.nextInt(8) > 0) {
      attribute(instance, "ecs.availability-zone", ZONES[random.nextInt(ZONES.length)]);
    }
    attribute(instance, "ecs.instance-type", TYPES[random.nextInt(TYPES.length)]);
    attribute(instance, "rack", "r" + random.nextInt(9));
    attribute(instance, "serial", String.valueOf(random.nextInt(1_000_000)));
    attribute(instance, "slot", String.valueOf(random.nextInt(12)));
    for (String capability : new String[] {"can.log", "can.gpu", "can.mount"}) {
      if (random.nextInt(3) > 0) {
        attribute(instance, capability, "");
      }
    }
    return InstanceRecord.newBuilder().setInstance(instance).setEpoch(1).build();
  }

  /** The same instance drained or not, away or not, with another attribute, or made anew. */
  InstanceRecord changed(InstanceRecord record) {
    InstanceRecord.Builder next = record.toBuilder();
    ContainerInstance.Builder instance = next.getInstanceBuilder();
    switch (random.nextInt(6)) {
      case 0 -> instance.setStatus(instance.getStatus().equals("ACTIVE") ? "DRAINING" : "ACTIVE");
      case 1 -> instance.setAgentConnected(!instance.getAgentConnected());
      case 2 -> attribute(instance, "ecs.availability-zone", "d");
      case 3 -> instance.removeAttributes(random.nextInt(instance.getAttributesCount()));
      case 4 -> next.setEpoch(record.getEpoch() + 1);
      default -> {
        return next(instance.getContainerInstanceArn());
      }
    }
    // One without attributes has nothing more to lose.
    return instance.getAttributesCount() == 0
        ? next(instance.getContainerInstanceArn())
        : next.build();
  }

  private static void attribute(ContainerInstance.Builder instance, String name, String value) {
    instance.addAttributes(Attribute.newBuilder().setName(name).setValue(value));
  }

  private static Resource number(String name, int value) {
    return Resource.newBuilder().setName(name).setIntegerValue(value).build();
  }

  private static Resource strings(String name, String... values) {
    return Resource.newBuilder().setName(name).addAllStringSetValue(List.of(values)).build();
  }
}
