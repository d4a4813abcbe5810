package io.fairlead.scheduler.shell;

import java.util.Optional;

/** The cluster belongs to another scheduler. */
public final class NotOwnerException extends RuntimeException {
  private final transient Optional<String> owner;

  /**
   * @param owner {@code host:port} of the scheduler that owns it, where that is known
   */
  public NotOwnerException(Optional<String> owner) {
    super("the cluster belongs to " + owner.orElse("no scheduler at the moment"));
    this.owner = owner;
  }

  public Optional<String> owner() {
    return owner;
  }
}
