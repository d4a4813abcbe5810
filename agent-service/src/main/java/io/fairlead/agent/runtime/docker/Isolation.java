package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import io.fairlead.agent.core.NamespaceHolder;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.IpcMode;
import io.fairlead.proto.ecs.LinuxParameters;
import io.fairlead.proto.ecs.PidMode;
import io.fairlead.proto.ecs.SystemControl;
import io.fairlead.proto.ecs.Tmpfs;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a container may do to the machine, and what of the machine's kernel it sees. */
final class Isolation {
  private static final long MIB = 1024 * 1024;

  private Isolation() {}

  static void set(HostConfig host, Blueprint blueprint) {
    ContainerDefinition container = blueprint.container();
    host.withPrivileged(container.getPrivileged());
    host.withReadonlyRootfs(container.getReadonlyRootFilesystem());
    if (container.getDockerSecurityOptionsCount() > 0) {
      host.withSecurityOpts(container.getDockerSecurityOptionsList());
    }
    if (container.getSystemControlsCount() > 0) {
      host.withSysctls(
          container.getSystemControlsList().stream()
              .collect(
                  Collectors.toMap(
                      SystemControl::getNamespace, SystemControl::getValue, (_, last) -> last)));
    }
    setLinux(host, container.getLinuxParameters());
    setNamespaces(host, blueprint);
  }

  private static void setLinux(HostConfig host, LinuxParameters linux) {
    host.withCapAdd(capabilities(linux.getCapabilities().getAddList()));
    host.withCapDrop(capabilities(linux.getCapabilities().getDropList()));
    host.withDevices(linux.getDevicesList().stream().map(Isolation::device).toList());
    if (linux.hasInitProcessEnabled()) {
      host.withInit(linux.getInitProcessEnabled());
    }
    if (linux.hasSharedMemorySize()) {
      host.withShmSize(linux.getSharedMemorySize() * MIB);
    }
    if (linux.getTmpfsCount() > 0) {
      host.withTmpFs(
          linux.getTmpfsList().stream()
              .collect(
                  Collectors.toMap(
                      Tmpfs::getContainerPath, Isolation::options, (_, last) -> last)));
    }
  }

  private static Capability[] capabilities(List<String> names) {
    return names.stream().map(Capability::valueOf).toArray(Capability[]::new);
  }

  /** Without permissions a device has all of them, as in ECS. */
  private static Device device(io.fairlead.proto.ecs.Device device) {
    String permissions =
        device.getPermissionsList().stream()
            .map(
                permission ->
                    switch (permission) {
                      case DEVICE_CGROUP_PERMISSION_READ -> "r";
                      case DEVICE_CGROUP_PERMISSION_WRITE -> "w";
                      case DEVICE_CGROUP_PERMISSION_MKNOD -> "m";
                      case DEVICE_CGROUP_PERMISSION_UNSPECIFIED, UNRECOGNIZED -> "";
                    })
            .collect(Collectors.joining());
    String inside =
        device.getContainerPath().isEmpty() ? device.getHostPath() : device.getContainerPath();
    return new Device(permissions.isEmpty() ? "rwm" : permissions, inside, device.getHostPath());
  }

  private static String options(Tmpfs tmpfs) {
    return Stream.concat(
            Stream.of("size=" + tmpfs.getSize() + "m"), tmpfs.getMountOptionsList().stream())
        .collect(Collectors.joining(","));
  }

  private static void setNamespaces(HostConfig host, Blueprint blueprint) {
    String holder = NamespaceHolder.of(blueprint.task()).orElse(null);
    boolean joins = holder != null && !holder.equals(blueprint.container().getName());
    String other = holder == null ? "" : "container:" + blueprint.engineName(holder);
    Map<PidMode, String> pid =
        Map.of(PidMode.PID_MODE_HOST, "host", PidMode.PID_MODE_TASK, joins ? other : "");
    Map<IpcMode, String> ipc =
        Map.of(
            IpcMode.IPC_MODE_HOST,
            "host",
            IpcMode.IPC_MODE_NONE,
            "none",
            IpcMode.IPC_MODE_TASK,
            joins ? other : "shareable");
    if (blueprint.task().hasPidMode()) {
      host.withPidMode(pid.get(blueprint.task().getPidMode()));
    }
    if (blueprint.task().hasIpcMode()) {
      host.withIpcMode(ipc.get(blueprint.task().getIpcMode()));
    }
  }
}
