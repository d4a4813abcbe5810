package io.fairlead.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.Observation;
import org.junit.jupiter.api.Test;

class PastTasksTest {
  private final PastTasks past = new PastTasks();

  @Test
  void remembersWhatWasLastSaidOfATask() {
    Observation last = Observation.newBuilder().setTaskArn("a").setStatus("STOPPED").build();
    past.add("a", last);
    assertThat(past.knows("a")).isTrue();
    assertThat(past.lastWords("a")).contains(last);
  }

  @Test
  void knowsATaskOfWhichNothingWasSaid() {
    past.add("a", null);
    assertThat(past.knows("a")).isTrue();
    assertThat(past.lastWords("a")).isEmpty();
    assertThat(past.knows("b")).isFalse();
    assertThat(past.lastWords("b")).isEmpty();
  }

  @Test
  void dropsTheOldest() {
    for (int task = 0; task <= 10_000; task++) {
      past.add("task-" + task, null);
    }
    assertThat(past.knows("task-0")).isFalse();
    assertThat(past.knows("task-1")).isTrue();
  }
}
