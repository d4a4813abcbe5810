package io.fairlead.gateway.routing;

/** Brings a unary call to whichever service answers it. */
@FunctionalInterface
public interface CallRouter {

  /** Blocks until there is an answer or no use in trying again. */
  Reply call(SchedulerCall call);
}
