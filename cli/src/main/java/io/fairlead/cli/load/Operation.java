package io.fairlead.cli.load;

import java.util.Locale;

/** What load consists of. */
public enum Operation {
  /** A task is run that ends by itself. */
  CHURN,
  /** A service is given another number of tasks. */
  SCALE,
  /** A service is deployed anew. */
  DEPLOY,
  /** Tasks, services or instances are listed or described. */
  READ;

  /** As it is written: {@code churn}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
