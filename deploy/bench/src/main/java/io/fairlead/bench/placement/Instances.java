package io.fairlead.bench.placement;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.VersionInfo;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Container instances of three zones, four families in two sizes, two kinds of disk, two tiers. */
public final class Instances {
  static final List<String> FAMILIES = List.of("m5", "m6", "m7", "i4");
  static final List<String> DISKS = List.of("ssd", "hdd");
  static final List<String> TIERS = List.of("web", "batch");
  public static final String CLUSTER = "bench";
  public static final Realm REALM = new Realm("us-east-1", "000000000000");

  private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");

  /** As many as a present agent advertises. */
  private static final List<String> CAPABILITIES =
      List.of(
          "com.amazonaws.ecs.capability.privileged-container",
          "com.amazonaws.ecs.capability.docker-remote-api.1.24",
          "com.amazonaws.ecs.capability.logging-driver.json-file",
          "com.amazonaws.ecs.capability.logging-driver.awslogs",
          "com.amazonaws.ecs.capability.logging-driver.none",
          "ecs.capability.container-health-check",
          "ecs.capability.execution-role-awslogs",
          "ecs.capability.extensible-ephemeral-storage");

  private Instances() {}

  public static List<ContainerInstance> make(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ContainerInstance> instances = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      instances.add(one(i, random));
    }
    return instances;
  }

  private static ContainerInstance one(int number, SplittableRandom random) {
    boolean large = random.nextBoolean();
    String id =
        HexFormat.of().toHexDigits(random.nextLong())
            + HexFormat.of().toHexDigits(random.nextLong());
    ContainerInstance.Builder instance =
        ContainerInstance.newBuilder()
            .setContainerInstanceArn(REALM.containerInstance(CLUSTER, id))
            .setEc2InstanceId("i-" + id.substring(0, 17))
            .setStatus("ACTIVE")
            .setAgentConnected(true)
            .setVersion(1)
            .setRegisteredAt(Timestamp.newBuilder().setSeconds(1_790_000_000L + number))
            .setVersionInfo(
                VersionInfo.newBuilder().setAgentVersion("0.1.0").setDockerVersion("20.10.24"))
            .addRegisteredResources(number("CPU", large ? 16_384 : 8_192))
            .addRegisteredResources(number("MEMORY", large ? 65_536 : 32_768))
            .addRegisteredResources(ports("PORTS", "22", "2375", "2376", "51678", "51679"))
            .addRegisteredResources(ports("PORTS_UDP"));
    attribute(instance, "ecs.availability-zone", ZONES.get(number % ZONES.size()));
    attribute(
        instance,
        "ecs.instance-type",
        FAMILIES.get(random.nextInt(FAMILIES.size())) + (large ? ".4xlarge" : ".2xlarge"));
    attribute(instance, "ecs.os-type", "linux");
    attribute(instance, "ecs.cpu-architecture", "x86_64");
    attribute(instance, "disk", DISKS.get(random.nextInt(DISKS.size())));
    attribute(instance, "tier", TIERS.get(random.nextInt(TIERS.size())));
    CAPABILITIES.forEach(name -> attribute(instance, name, ""));
    return instance.build();
  }

  private static void attribute(ContainerInstance.Builder instance, String name, String value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    if (!value.isEmpty()) {
      attribute.setValue(value);
    }
    instance.addAttributes(attribute);
  }

  private static Resource number(String name, int value) {
    return Resource.newBuilder().setName(name).setType("INTEGER").setIntegerValue(value).build();
  }

  private static Resource ports(String name, String... values) {
    return Resource.newBuilder()
        .setName(name)
        .setType("STRINGSET")
        .addAllStringSetValue(List.of(values))
        .build();
  }
}
