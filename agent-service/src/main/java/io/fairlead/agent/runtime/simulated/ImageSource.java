package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.EngineFailure;
import java.time.Duration;

/** Where a simulated engine gets its images from. */
public interface ImageSource {
  /** Every image is there already. */
  ImageSource EVERYTHING = _ -> Duration.ZERO;

  /**
   * How long it takes to pull an image.
   *
   * @throws EngineFailure where it cannot be had
   */
  Duration pull(String image) throws EngineFailure;
}
