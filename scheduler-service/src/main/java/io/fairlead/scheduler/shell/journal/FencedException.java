package io.fairlead.scheduler.shell.journal;

/** Another owner has taken the shard since: nothing was written. */
public final class FencedException extends RuntimeException {
  public FencedException(Term term) {
    super("shard " + term.shard() + " was taken from the owner with epoch " + term.epoch());
  }
}
