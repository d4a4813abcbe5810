package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.HostPort;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Resource;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.VersionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the instance says of itself in its Hello: resources less what is reserved, attributes,
 * capabilities, tags.
 */
record Registration(AgentConfig config, EngineInfo engine, String agentVersion) {
  private static final int UNITS_PER_CORE = 1024;

  Hello hello(Credentials credentials, HostPort agentAddress) {
    return Hello.newBuilder()
        .setCluster(credentials.cluster())
        .setContainerInstanceArn(credentials.containerInstanceArn())
        .addAllResources(resources())
        .addAllAttributes(attributes(credentials))
        .addAllTags(tags())
        .setVersionInfo(
            VersionInfo.newBuilder()
                .setAgentVersion(agentVersion)
                .setDockerVersion("DockerVersion: " + engine.version()))
        .setAgentAddress(agentAddress.toString())
        .build();
  }

  /** CPU units, 1024 to a core. */
  int cpu() {
    return config.machine().cpu().orElse(engine.cpus() * UNITS_PER_CORE);
  }

  /** MiB for tasks. */
  long memory() {
    AgentConfig.Machine machine = config.machine();
    long all = machine.memory().map(Integer::longValue).orElse(engine.memoryBytes() >> 20);
    return Math.max(0, all - machine.reservedMemory());
  }

  private List<Resource> resources() {
    return List.of(
        amount("CPU", cpu()),
        amount("MEMORY", memory()),
        ports("PORTS", config.machine().reservedPorts()),
        ports("PORTS_UDP", config.machine().reservedPortsUdp()));
  }

  private static Resource amount(String name, long value) {
    return Resource.newBuilder()
        .setName(name)
        .setType("INTEGER")
        .setIntegerValue(Math.toIntExact(value))
        .build();
  }

  private static Resource ports(String name, List<Integer> taken) {
    return Resource.newBuilder()
        .setName(name)
        .setType("STRINGSET")
        .addAllStringSetValue(taken.stream().map(String::valueOf).toList())
        .build();
  }

  /**
   * Built-in attributes first; a custom one of the same name wins, as with the ECS agent's
   * availability zone.
   */
  private List<Attribute> attributes(Credentials credentials) {
    Map<String, String> custom = config.machine().attributes();
    List<Attribute> all = new ArrayList<>();
    builtIn(zone(credentials)).entrySet().stream()
        .filter(entry -> !custom.containsKey(entry.getKey()))
        .forEach(entry -> all.add(attribute(entry.getKey(), entry.getValue())));
    custom.forEach((name, value) -> all.add(attribute(name, value)));
    new Capabilities(config.tasks(), engine)
        .names()
        .forEach(name -> all.add(Attribute.newBuilder().setName(name).build()));
    return all;
  }

  private Map<String, String> builtIn(String zone) {
    return Map.of(
        "ecs.os-type",
        "linux",
        "ecs.os-family",
        "LINUX",
        "ecs.cpu-architecture",
        architecture(),
        "ecs.availability-zone",
        zone,
        "ecs.instance-type",
        "fairlead." + engine.cpus() + "x");
  }

  /** As ECS writes it: {@code x86_64} or {@code arm64}. */
  private String architecture() {
    return engine.architecture().equals("aarch64") ? "arm64" : engine.architecture();
  }

  /** The first zone of the region, unless an attribute says where the machine is. */
  private static String zone(Credentials credentials) {
    return Arn.parse(credentials.containerInstanceArn()).map(Arn::region).orElse("local") + "a";
  }

  private static Attribute attribute(String name, String value) {
    return Attribute.newBuilder().setName(name).setValue(value).build();
  }

  private List<Tag> tags() {
    Stream<Map.Entry<String, String>> tags = config.machine().tags().entrySet().stream();
    return tags.map(tag -> Tag.newBuilder().setKey(tag.getKey()).setValue(tag.getValue()).build())
        .toList();
  }
}
