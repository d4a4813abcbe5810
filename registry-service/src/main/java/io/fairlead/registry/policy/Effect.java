package io.fairlead.registry.policy;

/** What a statement does with the calls that it is about. */
public enum Effect {
  ALLOW,
  DENY
}
