package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel is told in both versions of cgroups: a folder stands for where they are. */
class CgroupsScriptTest {
  private static final String CONTAINER = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private Path root;
  private Path instance;

  @BeforeEach
  void mount() throws IOException {
    root = Files.createDirectory(folder.resolve("cgroup"));
    instance = root.resolve("fl012345/i1");
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }

  private void controllersOfVersionOne(String... names) throws IOException {
    for (String name : names) {
      file(name + "/cgroup.procs", "");
    }
  }

  /** What the functions say of the folder, which is of the file system that version has. */
  private String cgroups(String fileSystem, String calls) throws Exception {
    Script.Outcome outcome =
        new Script(folder)
            .bash(
                Map.of("FABRIC", "fl012345"),
                ". '%s'; stat() { echo %s; }; cgroups_at '%s'; %s"
                    .formatted(
                        Script.ROOT.resolve("deploy/lab/bin/cgroups.sh"), fileSystem, root, calls));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output();
  }

  private String versionTwo(String calls) throws Exception {
    return cgroups("cgroup2fs", calls);
  }

  private String versionOne(String calls) throws Exception {
    return cgroups("tmpfs", calls);
  }

  @Test
  void versionTwoBoundsTheContainersAlone() throws Exception {
    file("fl012345/i1/cgroup.controllers", "cpu");
    file("fl012345/i1/cgroup.subtree_control", "");
    file("fl012345/i1/fairlead/memory.swap.max", "max");

    versionTwo("cgroups_bound i1 512 256");

    assertThat(instance.resolve("cgroup.subtree_control")).hasContent("+cpu");
    assertThat(instance.resolve("fairlead/cpu.max")).hasContent("50000 100000");
    assertThat(instance.resolve("fairlead/memory.max")).hasContent("256M");
    assertThat(instance.resolve("fairlead/memory.swap.max")).hasContent("0");
  }

  @Test
  void versionOneBoundsTheContainersAlone() throws Exception {
    for (String controller : new String[] {"cpu", "memory"}) {
      Files.createDirectories(root.resolve(controller).resolve("fl012345/i1/fairlead"));
    }

    versionOne("cgroups_bound i1 512 256");

    assertThat(root.resolve("cpu/fl012345/i1/fairlead/cpu.cfs_quota_us")).hasContent("50000");
    assertThat(root.resolve("memory/fl012345/i1/fairlead/memory.limit_in_bytes"))
        .hasContent("256M");
  }

  @Test
  void versionTwosLimitIsTheLeastOfThoseAbove() throws Exception {
    String group = "fl012345/i1/fairlead/task/" + CONTAINER;
    file("fl012345/i1/memory.max", "max");
    file("fl012345/i1/fairlead/memory.max", "268435456");
    file("fl012345/i1/fairlead/task/memory.max", "33554432");
    file(group + "/memory.max", "max");

    String found = versionTwo("container_groups i1 01234567").strip();
    assertThat(found).isEqualTo("i1/fairlead/task/" + CONTAINER);
    assertThat(versionTwo("memory_limit " + found)).isEqualTo("33554432\n");
    assertThat(versionTwo("memory_limit i1/fairlead")).isEqualTo("268435456\n");
  }

  @Test
  void aFrozenInstanceIsSeenInBoth() throws Exception {
    Files.createDirectories(instance);
    Files.createDirectories(root.resolve("freezer/fl012345/i1"));
    String steps = "cgroups_freeze i1; cgroups_frozen i1; cgroups_thaw i1; ! cgroups_frozen i1";

    versionTwo(steps);
    versionOne(steps);

    assertThat(instance.resolve("cgroup.freeze")).hasContent("0");
    assertThat(root.resolve("freezer/fl012345/i1/freezer.state")).hasContent("THAWED");
  }

  @Test
  void whatVersionTwoLacksIsNamed() throws Exception {
    file("cgroup.subtree_control", "");
    file("cgroup.controllers", "cpuset cpu pids");
    assertThat(versionTwo("missing_cgroups"))
        .startsWith("the cgroup controller memory: boot with cgroup_enable=memory")
        .hasLineCount(1);

    file("cgroup.controllers", "cpuset cpu memory pids");
    assertThat(versionTwo("missing_cgroups")).isEmpty();
  }

  /** As in a container: the group there is not the root of the machine. */
  @Test
  void aGroupWithProcessesHandsNothingDown() throws Exception {
    file("cgroup.controllers", "cpu memory pids");
    file("cgroup.subtree_control", "cpu pids");
    file("cgroup.type", "domain");
    file("cgroup.procs", "1");
    assertThat(versionTwo("missing_cgroups"))
        .startsWith("the cgroup controller memory for groups below " + root)
        .contains("mkdir " + root + "/init")
        .hasLineCount(1);
  }

  @Test
  void whatVersionOneLacksIsNamed() throws Exception {
    assertThat(versionOne("missing_cgroups")).contains("mount -t cgroup2 cgroup2 " + root);

    controllersOfVersionOne("cpu", "cpuacct", "cpuset", "memory", "devices", "blkio", "pids");
    assertThat(versionOne("missing_cgroups"))
        .startsWith("the cgroup controller freezer: mkdir " + root + "/freezer")
        .hasLineCount(1);

    controllersOfVersionOne("freezer");
    assertThat(versionOne("missing_cgroups")).isEmpty();
  }
}
