package io.fairlead.agent.runtime.docker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kernel's control groups as files. A group is named by its path from the root, without a slash
 * before it. Whatever is asked for may be asked for again.
 */
sealed interface CgroupTree {
  /** Microseconds in which a group may use its quota of CPU time: the kernel's default. */
  long PERIOD = 100_000;

  /** Where the hierarchies are mounted. */
  Path root();

  /** Makes sure that there is such a group. */
  void make(String group) throws IOException;

  /**
   * Bounds the CPU time of all processes in the group together.
   *
   * @param quota microseconds in each {@link #PERIOD}; above it for more than one core
   */
  void limitCpu(String group, long quota) throws IOException;

  /** Bounds the memory of all processes in the group together. */
  void limitMemory(String group, long bytes) throws IOException;

  /** The folders of the group: one, or one in each hierarchy. */
  List<Path> folders(String group) throws IOException;

  /** The names of the groups directly below. */
  default Set<String> below(String group) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path folder : folders(group)) {
      if (Files.isDirectory(folder)) {
        subfolders(folder).forEach(path -> names.add(path.getFileName().toString()));
      }
    }
    return names;
  }

  /**
   * Removes a group in which nothing is left.
   *
   * @throws IOException where something lives in it
   */
  default void remove(String group) throws IOException {
    for (Path folder : folders(group)) {
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> subfolders(Path folder) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      List<Path> found = new ArrayList<>();
      all.forEach(found::add);
      return found;
    }
  }

  private static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardOpenOption.WRITE);
  }

  /** Version 1: a hierarchy for each controller. */
  record PerController(Path root) implements CgroupTree {
    @Override
    public void make(String group) throws IOException {
      Files.createDirectories(cpu(group));
      Files.createDirectories(memory(group));
    }

    @Override
    public void limitCpu(String group, long quota) throws IOException {
      write(cpu(group).resolve("cpu.cfs_period_us"), String.valueOf(PERIOD));
      write(cpu(group).resolve("cpu.cfs_quota_us"), String.valueOf(quota));
    }

    @Override
    public void limitMemory(String group, long bytes) throws IOException {
      write(memory(group).resolve("memory.limit_in_bytes"), String.valueOf(bytes));
    }

    private Path cpu(String group) {
      return root.resolve("cpu").resolve(group);
    }

    private Path memory(String group) {
      return root.resolve("memory").resolve(group);
    }

    /** In all hierarchies: the engine puts containers into each. */
    @Override
    public List<Path> folders(String group) throws IOException {
      return subfolders(root).stream().map(controller -> controller.resolve(group)).toList();
    }
  }

  /** Version 2: one hierarchy, in which each group must be given its controllers by its parent. */
  record Unified(Path root) implements CgroupTree {
    @Override
    public void make(String group) throws IOException {
      Path folder = root;
      for (Path part : Path.of(group)) {
        write(folder.resolve("cgroup.subtree_control"), "+cpu +memory");
        folder = folder.resolve(part);
        Files.createDirectories(folder);
      }
    }

    @Override
    public void limitCpu(String group, long quota) throws IOException {
      write(root.resolve(group).resolve("cpu.max"), quota + " " + PERIOD);
    }

    @Override
    public void limitMemory(String group, long bytes) throws IOException {
      write(root.resolve(group).resolve("memory.max"), String.valueOf(bytes));
    }

    @Override
    public List<Path> folders(String group) {
      return List.of(root.resolve(group));
    }
  }
}
