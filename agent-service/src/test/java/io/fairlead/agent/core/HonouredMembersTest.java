package io.fairlead.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.EFSVolumeConfiguration;
import io.fairlead.proto.ecs.EnvironmentFile;
import io.fairlead.proto.ecs.EphemeralStorage;
import io.fairlead.proto.ecs.FirelensConfiguration;
import io.fairlead.proto.ecs.InferenceAccelerator;
import io.fairlead.proto.ecs.LogConfiguration;
import io.fairlead.proto.ecs.LogDriver;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.OSFamily;
import io.fairlead.proto.ecs.ProxyConfiguration;
import io.fairlead.proto.ecs.RepositoryCredentials;
import io.fairlead.proto.ecs.ResourceRequirement;
import io.fairlead.proto.ecs.RuntimePlatform;
import io.fairlead.proto.ecs.Secret;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.ecs.Volume;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HonouredMembersTest {
  private static final TaskDefaults NO_PRIVILEGED =
      new TaskDefaults(TaskDefaults.ECS.stopTimeout(), TaskDefaults.ECS.cleanupWait(), false);

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("ephemeralStorage", task().setEphemeralStorage(EphemeralStorage.newBuilder())),
        Arguments.of(
            "proxyConfiguration", task().setProxyConfiguration(ProxyConfiguration.newBuilder())),
        Arguments.of("enableFaultInjection", task().setEnableFaultInjection(true)),
        Arguments.of(
            "inferenceAccelerators",
            task().addInferenceAccelerators(InferenceAccelerator.newBuilder())),
        Arguments.of("networkMode awsvpc", task().setNetworkMode(NetworkMode.NETWORK_MODE_AWSVPC)),
        Arguments.of(
            "operatingSystemFamily",
            task()
                .setRuntimePlatform(
                    RuntimePlatform.newBuilder()
                        .setOperatingSystemFamily(OSFamily.OS_FAMILY_WINDOWS_SERVER_2022_CORE))),
        Arguments.of(
            "volumes[0].efsVolumeConfiguration",
            task()
                .addVolumes(
                    Volume.newBuilder()
                        .setEfsVolumeConfiguration(EFSVolumeConfiguration.newBuilder()))),
        Arguments.of(
            "configuredAtLaunch",
            task().addVolumes(Volume.newBuilder().setConfiguredAtLaunch(true))),
        Arguments.of(
            "containerDefinitions[0].secrets", with(app().addSecrets(Secret.newBuilder()))),
        Arguments.of(
            "containerDefinitions[0].firelensConfiguration",
            with(app().setFirelensConfiguration(FirelensConfiguration.newBuilder()))),
        Arguments.of(
            "containerDefinitions[0].repositoryCredentials",
            with(app().setRepositoryCredentials(RepositoryCredentials.newBuilder()))),
        Arguments.of(
            "containerDefinitions[0].resourceRequirements",
            with(app().addResourceRequirements(ResourceRequirement.newBuilder()))),
        Arguments.of(
            "containerDefinitions[0].logConfiguration.secretOptions",
            with(
                app()
                    .setLogConfiguration(
                        LogConfiguration.newBuilder().addSecretOptions(Secret.newBuilder())))),
        Arguments.of(
            "awsfirelens",
            with(
                app()
                    .setLogConfiguration(
                        LogConfiguration.newBuilder()
                            .setLogDriver(LogDriver.LOG_DRIVER_AWSFIRELENS)))),
        Arguments.of(
            "arn:aws:s3:::bucket/file.env",
            with(
                app()
                    .addEnvironmentFiles(
                        EnvironmentFile.newBuilder().setValue("arn:aws:s3:::bucket/file.env")))),
        Arguments.of("privileged", with(app().setPrivileged(true))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesWhatItRefuses(String member, TaskDefinition.Builder task) {
    assertThat(refusal(assignment(task))).get().asString().contains(member);
  }

  @Test
  void refusesOverridesByName() {
    Assignment assignment =
        assignment(task()).toBuilder()
            .setOverrides(
                TaskOverride.newBuilder().setEphemeralStorage(EphemeralStorage.newBuilder()))
            .build();
    assertThat(refusal(assignment)).get().asString().contains("overrides.ephemeralStorage");
    Assignment stranger =
        assignment(task()).toBuilder()
            .setOverrides(
                TaskOverride.newBuilder()
                    .addContainerOverrides(ContainerOverride.newBuilder().setName("nobody")))
            .build();
    assertThat(refusal(stranger)).get().asString().contains("nobody");
  }

  @Test
  void takesWhatItHonours() {
    TaskDefinition.Builder task =
        task()
            .setFamily("web")
            .setTaskRoleArn("arn:aws:iam::000000000000:role/task")
            .setNetworkMode(NetworkMode.NETWORK_MODE_HOST);
    assertThat(refusal(assignment(task))).isEmpty();
  }

  /** Members that the API has and the agent does not honour: a change of either is to be meant. */
  @Test
  void knowsEveryMemberOfADefinition() {
    assertThat(refusedMembers(TaskDefinition.getDescriptor().getFields(), task()))
        .containsExactlyInAnyOrder(
            "enableFaultInjection",
            "ephemeralStorage",
            "inferenceAccelerators",
            "proxyConfiguration");
  }

  private static Set<String> refusedMembers(
      List<FieldDescriptor> fields, TaskDefinition.Builder task) {
    Set<String> refused = new TreeSet<>();
    for (FieldDescriptor field : fields) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
        continue;
      }
      TaskDefinition.Builder copy = task.clone();
      Object empty = copy.newBuilderForField(field).build();
      if (field.isRepeated()) {
        copy.addRepeatedField(field, empty);
      } else {
        copy.setField(field, empty);
      }
      refusal(assignment(copy))
          .filter(reason -> reason.startsWith(field.getJsonName()))
          .ifPresent(_ -> refused.add(field.getJsonName()));
    }
    refusal(assignment(task.clone().setEnableFaultInjection(true)))
        .ifPresent(_ -> refused.add("enableFaultInjection"));
    return refused;
  }

  private static Optional<String> refusal(Assignment assignment) {
    return HonouredMembers.refusal(assignment, NO_PRIVILEGED);
  }

  private static Assignment assignment(TaskDefinition.Builder task) {
    TaskDefinition.Builder full = task.clone();
    if (full.getContainerDefinitionsCount() == 0) {
      full.addContainerDefinitions(app());
    }
    return Assignment.newBuilder().setTaskDefinition(full).build();
  }

  private static TaskDefinition.Builder task() {
    return TaskDefinition.newBuilder();
  }

  private static ContainerDefinition.Builder app() {
    return ContainerDefinition.newBuilder().setName("app").setImage("app:1");
  }

  private static TaskDefinition.Builder with(ContainerDefinition.Builder container) {
    return task().addContainerDefinitions(container);
  }
}
