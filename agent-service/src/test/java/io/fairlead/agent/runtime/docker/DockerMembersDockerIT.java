package io.fairlead.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.CollectingSink;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Tasks;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.Device;
import io.fairlead.proto.ecs.DockerVolumeConfiguration;
import io.fairlead.proto.ecs.EnvironmentFile;
import io.fairlead.proto.ecs.HostEntry;
import io.fairlead.proto.ecs.HostVolumeProperties;
import io.fairlead.proto.ecs.IpcMode;
import io.fairlead.proto.ecs.KernelCapabilities;
import io.fairlead.proto.ecs.KeyValuePair;
import io.fairlead.proto.ecs.LinuxParameters;
import io.fairlead.proto.ecs.LogConfiguration;
import io.fairlead.proto.ecs.LogDriver;
import io.fairlead.proto.ecs.MountPoint;
import io.fairlead.proto.ecs.NetworkMode;
import io.fairlead.proto.ecs.PidMode;
import io.fairlead.proto.ecs.PortMapping;
import io.fairlead.proto.ecs.Scope;
import io.fairlead.proto.ecs.SystemControl;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.ecs.Tmpfs;
import io.fairlead.proto.ecs.Ulimit;
import io.fairlead.proto.ecs.UlimitName;
import io.fairlead.proto.ecs.Volume;
import io.fairlead.proto.ecs.VolumeFrom;
import io.fairlead.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the members of a task definition do to a real container, as seen from its inside. */
@RequiresEngine
class DockerMembersDockerIT {
  private final Ownership owner = Tasks.owner();
  private DockerRuntime runtime = runtime(DockerRuntimeDockerIT.SETTINGS);

  private DockerRuntime runtime(DockerSettings settings) {
    return new DockerRuntime(settings, owner, InstantSource.system());
  }

  @AfterEach
  void cleanUp() throws EngineFailure {
    for (FoundContainer container : runtime.list()) {
      runtime.remove(container.runtimeId());
      runtime.forget(container.assignment());
    }
    runtime.close();
  }

  @Test
  void setsTheProcess(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("app.env"), "# none\nSIZE=big\nCOLOR=red\n");
    String output =
        run(
            Tasks.shell("app", "")
                .clearCommand()
                .addEntryPoint("sh")
                .addEntryPoint("-c")
                .addCommand("echo $COLOR $SIZE $EXTRA $(pwd) $(id -u) $(hostname)")
                .addEnvironment(pair("COLOR", "blue"))
                .addEnvironmentFiles(EnvironmentFile.newBuilder().setValue("file://" + file))
                .setWorkingDirectory("/tmp")
                .setUser("1234")
                .setHostname("box"));
    assertThat(output).isEqualTo("blue big /tmp 1234 box\n");
  }

  @Test
  void overridesCommandAndEnvironment() throws Exception {
    Assignment task =
        Tasks.task(Tasks.shell("app", "false").addEnvironment(pair("COLOR", "blue"))).toBuilder()
            .setOverrides(
                TaskOverride.newBuilder()
                    .addContainerOverrides(
                        ContainerOverride.newBuilder()
                            .setName("app")
                            .addCommand("sh")
                            .addCommand("-c")
                            .addCommand(
                                "echo $COLOR; cat /sys/fs/cgroup/memory/memory.limit_in_bytes")
                            .setMemory(24)
                            .addEnvironment(pair("COLOR", "green"))))
            .build();
    assertThat(run(task, "app")).isEqualTo("green\n" + (24 << 20) + "\n");
  }

  @Test
  void boundsResources() throws Exception {
    String script =
        """
        cd /sys/fs/cgroup
        cat memory/memory.limit_in_bytes memory/memory.soft_limit_in_bytes cpu/cpu.shares
        ulimit -n
        df -m /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2
        """;
    String output =
        run(
            Tasks.shell("app", script)
                .setMemory(40)
                .setMemoryReservation(20)
                .setCpu(128)
                .addUlimits(
                    Ulimit.newBuilder()
                        .setName(UlimitName.ULIMIT_NAME_NOFILE)
                        .setSoftLimit(777)
                        .setHardLimit(888))
                .setLinuxParameters(LinuxParameters.newBuilder().setSharedMemorySize(5)));
    assertThat(output.lines()).containsExactly("" + (40 << 20), "" + (20 << 20), "128", "777", "5");
  }

  @Test
  void boundsEachContainerByTheTaskWhereTheTaskHasNoCgroup() throws Exception {
    runtime.close();
    runtime =
        runtime(
            new DockerSettings(
                DockerRuntimeDockerIT.HOST, Duration.ofMinutes(3), false, ImageAccess.ANONYMOUS));
    TaskDefinition.Builder definition =
        Tasks.definition()
            .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
            .setCpu("512")
            .setMemory("64");
    String script =
        "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.shares";
    Assignment task = Tasks.task(definition, Tasks.shell("app", script).clearMemory());
    assertThat(run(task, "app").lines()).containsExactly("" + (64 << 20), "50000", "2");
  }

  @Test
  void setsWhatItMayDo() throws Exception {
    String script =
        """
        touch /here 2>/dev/null || echo readonly
        touch /cache/here && mount | grep -c 'on /cache type tmpfs.*noexec'
        cat /proc/1/comm
        cat /proc/sys/net/core/somaxconn
        ls -l /dev/nothing | cut -c1
        chown 1:1 /cache 2>/dev/null || echo no chown
        """;
    String output =
        run(
            Tasks.shell("app", script)
                .setReadonlyRootFilesystem(true)
                .addSystemControls(
                    SystemControl.newBuilder().setNamespace("net.core.somaxconn").setValue("222"))
                .addDockerSecurityOptions("no-new-privileges")
                .setLinuxParameters(
                    LinuxParameters.newBuilder()
                        .setInitProcessEnabled(true)
                        .setCapabilities(KernelCapabilities.newBuilder().addDrop("CHOWN"))
                        .addDevices(
                            Device.newBuilder()
                                .setHostPath("/dev/null")
                                .setContainerPath("/dev/nothing"))
                        .addTmpfs(
                            Tmpfs.newBuilder()
                                .setContainerPath("/cache")
                                .setSize(1)
                                .addMountOptions("noexec"))));
    assertThat(output.lines())
        .containsExactly("readonly", "1", "docker-init", "222", "c", "no chown");
  }

  @Test
  void setsNamesAndServers() throws Exception {
    String output =
        run(
            Tasks.bridged(
                Tasks.shell("app", "grep db.local /etc/hosts; cat /etc/resolv.conf")
                    .addExtraHosts(
                        HostEntry.newBuilder().setHostname("db.local").setIpAddress("10.9.8.7"))
                    .addDnsServers("10.1.1.1")
                    .addDnsSearchDomains("example.org")),
            "app");
    assertThat(output)
        .contains("10.9.8.7\tdb.local")
        .contains("nameserver 10.1.1.1")
        .contains("search example.org");
  }

  @Test
  void linksContainers() throws Exception {
    Assignment task =
        Tasks.bridged(
            Tasks.container("db"),
            Tasks.shell("app", "grep -c database /etc/hosts").addLinks("db:database"));
    start(task, "db");
    assertThat(run(task, "app")).isEqualTo("1\n");
  }

  @Test
  void leavesOutTheNetwork() throws Exception {
    Assignment task =
        Tasks.bridged(Tasks.shell("app", "ls /sys/class/net").setDisableNetworking(true));
    assertThat(run(task, "app")).isEqualTo("lo\n");
  }

  @Test
  void tellsThePortsOfTheHost() throws Exception {
    Assignment task =
        Tasks.task(
            Tasks.definition().setNetworkMode(NetworkMode.NETWORK_MODE_HOST),
            Tasks.container("app")
                .addPortMappings(PortMapping.newBuilder().setContainerPort(8123)));
    String id = runtime.create(task, "app").runtimeId();
    assertThat(runtime.start(task, "app", id).bindings())
        .singleElement()
        .satisfies(binding -> assertThat(binding.getHostPort()).isEqualTo(8123));
  }

  @Test
  void publishesRanges() throws Exception {
    Assignment task =
        Tasks.bridged(
            Tasks.container("app")
                .addPortMappings(PortMapping.newBuilder().setContainerPortRange("9000-9002")));
    String id = runtime.create(task, "app").runtimeId();
    assertThat(runtime.start(task, "app", id).bindings()).hasSize(3);
  }

  @Test
  void mountsVolumes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("hello"), "from the host\n");
    String shared = "fairlead-test-" + owner.installation();
    TaskDefinition.Builder definition =
        Tasks.definition()
            .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
            .addVolumes(
                Volume.newBuilder()
                    .setName("host")
                    .setHost(HostVolumeProperties.newBuilder().setSourcePath(folder.toString())))
            .addVolumes(Volume.newBuilder().setName("scratch"))
            .addVolumes(
                Volume.newBuilder()
                    .setName(shared)
                    .setDockerVolumeConfiguration(
                        DockerVolumeConfiguration.newBuilder()
                            .setScope(Scope.SCOPE_SHARED)
                            .setAutoprovision(true)
                            .setDriver("local")));
    ContainerDefinition.Builder writer =
        Tasks.shell("writer", "cat /in/hello > /work/a; touch /in/x || echo ro; touch /shared/s")
            .addMountPoints(mount("host", "/in").setReadOnly(true))
            .addMountPoints(mount("scratch", "/work"))
            .addMountPoints(mount(shared, "/shared"));
    ContainerDefinition.Builder reader =
        Tasks.shell("reader", "cat /work/a; ls /shared")
            .addVolumesFrom(VolumeFrom.newBuilder().setSourceContainer("writer").setReadOnly(true));
    Assignment task = Tasks.task(definition, writer, reader);
    try {
      assertThat(run(task, "writer")).contains("ro");
      assertThat(run(task, "reader")).isEqualTo("from the host\ns\n");
    } finally {
      cleanUpVolume(task, shared);
    }
  }

  @Test
  void refusesASharedVolumeThatIsNotThere() {
    Assignment task =
        Tasks.task(
            Tasks.definition()
                .addVolumes(
                    Volume.newBuilder()
                        .setName("fairlead-not-there")
                        .setDockerVolumeConfiguration(
                            DockerVolumeConfiguration.newBuilder().setScope(Scope.SCOPE_SHARED))),
            Tasks.container("app").addMountPoints(mount("fairlead-not-there", "/x")));
    assertThatThrownBy(() -> runtime.create(task, "app"))
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("fairlead-not-there")
        .hasMessageContaining("autoprovision");
  }

  @Test
  void sharesNamespacesWithinTheTask() throws Exception {
    Assignment task =
        Tasks.task(
            Tasks.definition()
                .setNetworkMode(NetworkMode.NETWORK_MODE_NONE)
                .setPidMode(PidMode.PID_MODE_TASK)
                .setIpcMode(IpcMode.IPC_MODE_TASK),
            Tasks.container("first"),
            Tasks.shell("second", "echo $(tr '\\0' ' ' < /proc/1/cmdline)"));
    start(task, "first");
    assertThat(run(task, "second")).startsWith("sh -c trap 'exit 0' TERM");
  }

  @Test
  void keepsTheOutputOfAwslogs() throws Exception {
    String output =
        run(
            Tasks.shell("app", "echo kept")
                .setLogConfiguration(
                    LogConfiguration.newBuilder()
                        .setLogDriver(LogDriver.LOG_DRIVER_AWSLOGS)
                        .putOptions("awslogs-group", "web")));
    assertThat(output).isEqualTo("kept\n");
  }

  @Test
  void knowsWhatRanOutOfMemory() throws Exception {
    Assignment task = Tasks.task(Tasks.shell("app", "x=a; while :; do x=$x$x; done").setMemory(8));
    String id = start(task, "app");
    await().atMost(Duration.ofSeconds(20)).until(() -> phase(id) == Phase.EXITED);
    assertThat(runtime.inspect(id).orElseThrow().observed().outOfMemory()).isTrue();
  }

  @Test
  void refusesAnEnvironmentFileThatIsNotThere() {
    Assignment task =
        Tasks.task(
            Tasks.container("app")
                .addEnvironmentFiles(EnvironmentFile.newBuilder().setValue("/no/such.env")));
    assertThatThrownBy(() -> runtime.create(task, "app"))
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("/no/such.env");
  }

  @Test
  void refusesACapabilityThatDoesNotExist() {
    Assignment task =
        Tasks.task(
            Tasks.container("app")
                .setLinuxParameters(
                    LinuxParameters.newBuilder()
                        .setCapabilities(KernelCapabilities.newBuilder().addAdd("FLYING"))));
    assertThatThrownBy(() -> runtime.create(task, "app"))
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("FLYING");
  }

  private void cleanUpVolume(Assignment task, String volume) throws EngineFailure {
    for (FoundContainer container : runtime.list()) {
      runtime.remove(container.runtimeId());
    }
    runtime.forget(task);
    try (Engine engine = new Engine(DockerRuntimeDockerIT.HOST, Duration.ofSeconds(30))) {
      engine.call(client -> client.removeVolumeCmd(volume).exec());
    }
  }

  private String run(ContainerDefinition.Builder container) throws Exception {
    return run(Tasks.task(container), container.getName());
  }

  /** Runs a container to its end and gives its output. */
  private String run(Assignment task, String container) throws Exception {
    String id = start(task, container);
    CollectingSink sink = new CollectingSink();
    try (Subscription _ = runtime.logs(id, new LogQuery(true, null, null, false), sink)) {
      assertThat(sink.isDone()).isTrue();
    }
    return sink.text();
  }

  private String start(Assignment task, String container) throws EngineFailure {
    String id = runtime.create(task, container).runtimeId();
    runtime.start(task, container, id);
    return id;
  }

  private Phase phase(String id) throws EngineFailure {
    return runtime.inspect(id).orElseThrow().observed().phase();
  }

  private static KeyValuePair pair(String name, String value) {
    return KeyValuePair.newBuilder().setName(name).setValue(value).build();
  }

  private static MountPoint.Builder mount(String volume, String path) {
    return MountPoint.newBuilder().setSourceVolume(volume).setContainerPath(path);
  }
}
