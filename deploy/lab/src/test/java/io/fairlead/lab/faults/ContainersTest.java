package io.fairlead.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContainersTest {
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:task/default/";

  private static final List<Engines.Look> SEEN =
      List.of(
          new Engines.Look(
              "i1",
              true,
              List.of(
                  new Engines.Running(ARN + "t1", "service:web", "main", "0a" + "b".repeat(62)),
                  new Engines.Running(ARN + "t1", "service:web", "side", "c".repeat(64)))),
          new Engines.Look(
              "i2",
              true,
              List.of(
                  new Engines.Running(ARN + "t2", "service:web", "main", "0".repeat(62) + "1f"),
                  new Engines.Running(ARN + "t3", "family:job", "main", "d".repeat(64)))));

  private final TwoInstances instances = new TwoInstances();
  private final Containers containers =
      new Containers(() -> SEEN, instances, Containers.OF_REAL, new Random(1));

  @Test
  void areNamedByServiceOrTask() throws IOException {
    assertThat(containers.named("service:web"))
        .containsExactly("i1:0abbbbbbbbbb", "i1:cccccccccccc", "i2:1f");
    assertThat(containers.named("task:t3")).containsExactly("i2:dddddddddddd");
    assertThat(containers.named("one-of:web"))
        .hasSize(1)
        .isSubsetOf(containers.named("service:web"));
    assertThat(containers.named("service:back")).isEmpty();
    assertThat(containers.named("one-of:back")).isEmpty();
    assertThat(containers.named("i1")).isEmpty();
  }

  @Test
  void areKnownByNameWhetherOrNotTheirEngineAnswers() throws IOException {
    assertThat(containers.named("i1:ffff")).containsExactly("i1:ffff");
    assertThat(containers.named("zone:ffff")).isEmpty();
  }

  @Test
  void theirInstancesAct() throws IOException {
    containers.begin(Fault.CPU, "i2:1f", "2");
    containers.end(Fault.CPU, "i2:1f", "2");

    assertThat(instances.done).containsExactly("begin cpu i2:1f 2", "end cpu i2:1f 2");
  }
}
