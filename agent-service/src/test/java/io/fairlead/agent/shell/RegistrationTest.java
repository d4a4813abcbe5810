package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.HostPort;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.Resource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final EngineInfo ENGINE =
      new EngineInfo(
          "docker",
          "20.10.24",
          "1.41",
          "linux",
          "x86_64",
          2,
          (4096L << 20) + 12345,
          Set.of("json-file", "syslog"));

  @Test
  void offersTheMachineLessWhatIsReserved() {
    Map<String, Resource> resources = resources(Map.of("ECS_RESERVED_MEMORY", "96"));

    assertThat(resources.get("CPU").getIntegerValue()).isEqualTo(2048);
    assertThat(resources.get("MEMORY").getIntegerValue()).isEqualTo(4000);
    assertThat(resources.get("PORTS").getStringSetValueList())
        .containsExactly("22", "2375", "2376", "51678", "51679");
    assertThat(resources.get("PORTS_UDP").getStringSetValueList()).isEmpty();
  }

  @Test
  void offersWhatItIsTold() {
    Map<String, Resource> resources =
        resources(Map.of("FAIRLEAD_INSTANCE_CPU", "512", "FAIRLEAD_INSTANCE_MEMORY", "100"));

    assertThat(resources.get("CPU").getIntegerValue()).isEqualTo(512);
    assertThat(resources.get("MEMORY").getIntegerValue()).isEqualTo(100);
  }

  @Test
  void describesItselfByAttributes() {
    assertThat(attributes(Map.of()))
        .containsEntry("ecs.os-type", "linux")
        .containsEntry("ecs.os-family", "LINUX")
        .containsEntry("ecs.cpu-architecture", "x86_64")
        .containsEntry("ecs.availability-zone", "us-east-1a")
        .containsKey("ecs.instance-type");
  }

  @Test
  void customAttributesWinOverBuiltInOnes() {
    assertThat(
            attributes(
                Map.of(
                    "ECS_INSTANCE_ATTRIBUTES",
                    "{\"stack\": \"prod\", \"ecs.availability-zone\": \"rack-7\"}")))
        .containsEntry("stack", "prod")
        .containsEntry("ecs.availability-zone", "rack-7");
  }

  @Test
  void namesTheCapabilitiesThatEngineAndConfigurationAllow() {
    assertThat(attributes(Map.of("ECS_AVAILABLE_LOGGING_DRIVERS", "[\"json-file\",\"gelf\"]")))
        .containsKeys(
            "com.amazonaws.ecs.capability.docker-remote-api.1.17",
            "com.amazonaws.ecs.capability.docker-remote-api.1.41",
            "com.amazonaws.ecs.capability.logging-driver.json-file",
            "com.amazonaws.ecs.capability.privileged-container",
            "ecs.capability.container-ordering")
        .doesNotContainKeys(
            "com.amazonaws.ecs.capability.docker-remote-api.1.42",
            "com.amazonaws.ecs.capability.logging-driver.gelf",
            "com.amazonaws.ecs.capability.logging-driver.syslog");
    assertThat(attributes(Map.of("ECS_DISABLE_PRIVILEGED", "true")))
        .doesNotContainKey("com.amazonaws.ecs.capability.privileged-container");
  }

  @Test
  void saysWhoItIsAndWhereItsEndpointIs() {
    Hello hello = hello(Map.of("ECS_CONTAINER_INSTANCE_TAGS", "{\"team\": \"core\"}"));

    assertThat(hello.getCluster()).isEqualTo("default");
    assertThat(hello.getContainerInstanceArn()).isEqualTo(ScriptedGateway.INSTANCE);
    assertThat(hello.getAgentAddress()).isEqualTo("10.0.0.7:7070");
    assertThat(hello.getVersionInfo().getDockerVersion()).isEqualTo("DockerVersion: 20.10.24");
    assertThat(hello.getTagsList())
        .singleElement()
        .extracting(tag -> tag.getKey() + "=" + tag.getValue())
        .isEqualTo("team=core");
  }

  private static Map<String, Resource> resources(Map<String, String> variables) {
    return hello(variables).getResourcesList().stream()
        .collect(Collectors.toMap(Resource::getName, resource -> resource));
  }

  private static Map<String, String> attributes(Map<String, String> variables) {
    return hello(variables).getAttributesList().stream()
        .collect(Collectors.toMap(Attribute::getName, Attribute::getValue));
  }

  private static Hello hello(Map<String, String> variables) {
    return new Registration(AgentConfig.read(variables), ENGINE, "1.2.3")
        .hello(
            new Credentials(ScriptedGateway.INSTANCE, "default", "FLIA", "secret"),
            new HostPort("10.0.0.7", 7070));
  }
}
