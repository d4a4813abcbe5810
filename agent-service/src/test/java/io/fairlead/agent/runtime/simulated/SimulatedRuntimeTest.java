package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.ContainerRuntimeContract;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Ownership;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class SimulatedRuntimeTest extends ContainerRuntimeContract {
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

  static Duration pull(String image) throws EngineFailure {
    if (image.startsWith("localhost:1/")) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, "connection refused");
    }
    if (image.contains("not-there")) {
      throw new EngineFailure(EngineFailure.Kind.NOT_FOUND, "No such image: " + image);
    }
    return Duration.ZERO;
  }
}
