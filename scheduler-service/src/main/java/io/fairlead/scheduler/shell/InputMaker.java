package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.Input;
import java.time.Instant;

/** Makes an input when its turn has come: only then its time and its seed are known. */
@FunctionalInterface
public interface InputMaker {
  Input make(Instant now, long seed);
}
