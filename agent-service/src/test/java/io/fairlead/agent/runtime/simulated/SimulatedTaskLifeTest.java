package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.TaskLifeContract;
import org.junit.jupiter.api.AfterEach;

class SimulatedTaskLifeTest extends TaskLifeContract {
  private final SystemTimeline timeline = new SystemTimeline();
  private final SimulatedEngine engine = new SimulatedEngine(timeline);

  @Override
  protected ContainerRuntime open(Ownership owner) {
    return new SimulatedRuntime(engine, owner, SimulatedRuntimeTest::pull);
  }

  @AfterEach
  void stopTime() {
    timeline.close();
  }
}
