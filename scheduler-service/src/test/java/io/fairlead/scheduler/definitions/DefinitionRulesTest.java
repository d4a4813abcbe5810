package io.fairlead.scheduler.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.Compatibility;
import io.fairlead.proto.ecs.ContainerCondition;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerDependency;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.MountPoint;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.ResourceRequirement;
import io.fairlead.proto.ecs.ResourceType;
import io.fairlead.proto.ecs.Ulimit;
import io.fairlead.proto.ecs.UlimitName;
import io.fairlead.proto.ecs.Volume;
import io.fairlead.scheduler.core.TaskSize;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionRulesTest {

  @Test
  void acceptsAPlainDefinition() {
    assertThat(DefinitionRules.complaint(request(r -> {}, c -> {}))).isEmpty();
  }

  static Stream<Arguments> complaints() {
    return Stream.of(
        whole("family", r -> r.setFamily("a b")),
        whole(
            "containerDefinitions",
            RegisterTaskDefinitionRequest.Builder::clearContainerDefinitions),
        whole("used twice", r -> r.addContainerDefinitions(r.getContainerDefinitions(0))),
        whole("1 to 10", DefinitionRulesTest::elevenContainers),
        whole("cpu", r -> r.setCpu("lots")),
        whole("cpu", r -> r.setCpu("64")),
        whole("memory", r -> r.setMemory("1 TB")),
        whole("greater than the task's memory", r -> r.setMemory("64")),
        whole("awsvpc", r -> r.addRequiresCompatibilities(Compatibility.COMPATIBILITY_FARGATE)),
        whole(
            "No Fargate configuration",
            r ->
                r.addRequiresCompatibilities(Compatibility.COMPATIBILITY_FARGATE)
                    .setNetworkMode(NetworkMode.NETWORK_MODE_AWSVPC)
                    .setCpu("256")
                    .setMemory("4096")),
        whole(
            "'data' is used twice",
            r ->
                r.addVolumes(Volume.newBuilder().setName("data"))
                    .addVolumes(Volume.newBuilder().setName("data"))),
        container("name 'a b'", c -> c.setName("a b")),
        container("image", c -> c.setImage(" ")),
        container("essential", c -> c.setEssential(false)),
        container("'memory' or 'memoryReservation'", ContainerDefinition.Builder::clearMemory),
        container("memory must be 6", c -> c.setMemory(3)),
        container("memoryReservation must not", c -> c.setMemoryReservation(256)),
        container("cpu must not be negative", c -> c.setCpu(-1)),
        container("containerPort must", c -> c.addPortMappings(port(70000, 0))),
        container("hostPort must", c -> c.addPortMappings(port(80, -1))),
        container(
            "used twice", c -> c.addPortMappings(port(80, 8080)).addPortMappings(port(81, 8080))),
        container(
            "either containerPort or containerPortRange",
            c -> c.addPortMappings(PortMapping.getDefaultInstance())),
        container(
            "FIRST-LAST",
            c -> c.addPortMappings(PortMapping.newBuilder().setContainerPortRange("9-1"))),
        container("healthCheck: command", c -> c.setHealthCheck(check().clearCommand())),
        container("healthCheck: interval", c -> c.setHealthCheck(check().setInterval(1))),
        container("healthCheck: retries", c -> c.setHealthCheck(check().setRetries(11))),
        container(
            "number of GPUs",
            c ->
                c.addResourceRequirements(
                    ResourceRequirement.newBuilder()
                        .setType(ResourceType.RESOURCE_TYPE_GPU)
                        .setValue("many"))),
        container("softLimit", c -> c.addUlimits(nofile(10, 5))),
        container("stopTimeout", c -> c.setStopTimeout(-1)),
        container("unknown volume 'v'", c -> c.addMountPoints(mount("v"))),
        container("unknown container 'x'", c -> c.addDependsOn(after("x", "START"))),
        container("unknown container 'x'", c -> c.addLinks("x:alias")),
        container("form a circle", c -> c.addDependsOn(after("app", "START"))),
        container("needs a healthCheck", c -> c.addDependsOn(after("app", "HEALTHY"))),
        container("not to be essential", c -> c.addDependsOn(after("app", "SUCCESS"))));
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void complainsNamingTheMember(String words, RegisterTaskDefinitionRequest request) {
    assertThat(DefinitionRules.complaint(request))
        .hasValueSatisfying(complaint -> assertThat(complaint).contains(words));
  }

  @ParameterizedTest
  @CsvSource({
    "256, 256",
    "'1 vCPU', 1024",
    "'.25 vcpu', 256",
    "0.5vCPU, 512",
    "'1,5', -1",
    "vcpu, -1",
    "'', -1"
  })
  void readsCpu(String text, int units) {
    assertThat(TaskSize.cpuUnits(text).orElse(-1)).isEqualTo(units);
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "1GB, 1024", "'0.5 GB', 512", "'2 gb', 2048", "1TB, -1"})
  void readsMemory(String text, int mebibytes) {
    assertThat(TaskSize.mebibytes(text).orElse(-1)).isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @CsvSource({
    "256, 512, true",
    "256, 1024, true",
    "256, 1536, false",
    "256, 2048, true",
    "256, 4096, false",
    "512, 512, false",
    "1024, 8192, true",
    "4096, 30720, true",
    "8192, 20480, true",
    "8192, 17408, false",
    "16384, 122880, true",
    "300, 512, false"
  })
  void knowsTheSizesOfFargate(int cpu, int memory, boolean offered) {
    assertThat(FargateSizes.offered(cpu, memory)).isEqualTo(offered);
  }

  private static Arguments whole(
      String words, Consumer<RegisterTaskDefinitionRequest.Builder> change) {
    return Arguments.of(words, request(change, c -> {}));
  }

  private static Arguments container(String words, Consumer<ContainerDefinition.Builder> change) {
    return Arguments.of(words, request(r -> {}, change));
  }

  private static RegisterTaskDefinitionRequest request(
      Consumer<RegisterTaskDefinitionRequest.Builder> whole,
      Consumer<ContainerDefinition.Builder> container) {
    ContainerDefinition.Builder app =
        ContainerDefinition.newBuilder().setName("app").setImage("busybox").setMemory(128);
    container.accept(app);
    RegisterTaskDefinitionRequest.Builder request =
        RegisterTaskDefinitionRequest.newBuilder().setFamily("web").addContainerDefinitions(app);
    whole.accept(request);
    return request.build();
  }

  private static void elevenContainers(RegisterTaskDefinitionRequest.Builder request) {
    for (int i = 0; i < 10; i++) {
      request.addContainerDefinitions(
          request.getContainerDefinitions(0).toBuilder().setName("c" + i));
    }
  }

  private static PortMapping port(int container, int host) {
    return PortMapping.newBuilder().setContainerPort(container).setHostPort(host).build();
  }

  private static HealthCheck.Builder check() {
    return HealthCheck.newBuilder().addCommand("CMD-SHELL").addCommand("true");
  }

  private static Ulimit nofile(int soft, int hard) {
    return Ulimit.newBuilder()
        .setName(UlimitName.ULIMIT_NAME_NOFILE)
        .setSoftLimit(soft)
        .setHardLimit(hard)
        .build();
  }

  private static MountPoint mount(String volume) {
    return MountPoint.newBuilder().setSourceVolume(volume).setContainerPath("/data").build();
  }

  private static ContainerDependency after(String container, String condition) {
    return ContainerDependency.newBuilder()
        .setContainerName(container)
        .setCondition(ContainerCondition.valueOf("CONTAINER_CONDITION_" + condition))
        .build();
  }
}
