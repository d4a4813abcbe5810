package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.proto.ecs.MountPoint;
import io.fairlead.proto.ecs.VolumeFrom;

/** What of the instance, of volumes and of other containers a container sees. */
final class Mounts {
  private Mounts() {}

  static void set(HostConfig host, Blueprint blueprint) {
    host.withBinds(
        blueprint.container().getMountPointsList().stream()
            .filter(MountPoint::hasSourceVolume)
            .map(mount -> bind(blueprint, mount))
            .toList());
    host.withVolumesFrom(
        blueprint.container().getVolumesFromList().stream()
            .filter(VolumeFrom::hasSourceContainer)
            .map(from -> from(blueprint, from))
            .toList());
  }

  private static Bind bind(Blueprint blueprint, MountPoint mount) {
    return new Bind(
        TaskVolumes.source(blueprint, mount.getSourceVolume()),
        new Volume(mount.getContainerPath()),
        mode(mount.getReadOnly()));
  }

  private static VolumesFrom from(Blueprint blueprint, VolumeFrom from) {
    return new VolumesFrom(
        blueprint.engineName(from.getSourceContainer()), mode(from.getReadOnly()));
  }

  private static AccessMode mode(boolean readOnly) {
    return readOnly ? AccessMode.ro : AccessMode.rw;
  }
}
