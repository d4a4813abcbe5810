package io.fairlead.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Version 2's files, in a folder that stands for the kernel's: it makes no files by itself, so they
 * are there before. Version 1 is tried on a real engine.
 */
class CgroupTreeTest {
  @TempDir Path root;

  @BeforeEach
  void kernel() throws IOException {
    for (String group : new String[] {"", "fairlead", "fairlead/i", "fairlead/i/t"}) {
      Path folder = Files.createDirectories(root.resolve(group));
      for (String file : new String[] {"cgroup.subtree_control", "cpu.max", "memory.max"}) {
        Files.writeString(folder.resolve(file), "");
      }
    }
  }

  @Test
  void boundsTheGroupAndHandsTheControllersDown() throws IOException {
    CgroupTree tree = new CgroupTree.Unified(root);
    tree.make("fairlead/i/t");
    tree.limitCpu("fairlead/i/t", 50_000);
    tree.limitMemory("fairlead/i/t", 1 << 20);

    for (String above : new String[] {"", "fairlead", "fairlead/i"}) {
      assertThat(root.resolve(above).resolve("cgroup.subtree_control"))
          .content()
          .isEqualTo("+cpu +memory");
    }
    assertThat(root.resolve("fairlead/i/t/cpu.max")).content().isEqualTo("50000 100000");
    assertThat(root.resolve("fairlead/i/t/memory.max")).content().isEqualTo("1048576");
    assertThat(tree.below("fairlead/i")).containsExactly("t");
  }

  @Test
  void removingWhatIsNotThereIsNoError() throws IOException {
    CgroupTree tree = new CgroupTree.Unified(root);
    tree.remove("fairlead/i/none");
    assertThat(tree.below("fairlead/none")).isEmpty();
  }
}
