package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.Subscription;
import java.time.Duration;
import java.time.InstantSource;

/** Where a simulated engine gets its time from: the system's or a test's. */
public interface Timeline extends InstantSource {

  /**
   * Lets time pass.
   *
   * @throws EngineFailure interrupted
   */
  void pass(Duration duration) throws EngineFailure;

  /** Does something later, once. */
  Subscription after(Duration delay, Runnable what);
}
