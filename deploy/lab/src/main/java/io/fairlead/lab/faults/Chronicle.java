package io.fairlead.lab.faults;

import java.time.Instant;

/** Hears what becomes of faults, in order; must not wait. */
public interface Chronicle {
  /** It is there. */
  void begun(Injection injection);

  /** It is over, some of them at once. */
  void ended(Injection injection, Instant at);
}
