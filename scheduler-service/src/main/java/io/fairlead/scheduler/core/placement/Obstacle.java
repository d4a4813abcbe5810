package io.fairlead.scheduler.core.placement;

/** Why an instance cannot take a task, by the names that {@code failures[].reason} uses. */
public enum Obstacle {
  /** The instance is draining or otherwise not ACTIVE. */
  INACTIVE("INACTIVE"),
  /** The agent is not connected. */
  AGENT("AGENT"),
  CPU("RESOURCE:CPU"),
  MEMORY("RESOURCE:MEMORY"),
  GPU("RESOURCE:GPU"),
  PORTS("RESOURCE:PORTS"),
  /** A capability that the task needs is missing. */
  ATTRIBUTE("ATTRIBUTE"),
  /** A {@code memberOf} expression does not hold. */
  MEMBER_OF("memberOf placement constraint unsatisfied"),
  /** A task of the same group runs there already. */
  DISTINCT_INSTANCE("distinctInstance placement constraint unsatisfied");

  private final String reason;

  Obstacle(String reason) {
    this.reason = reason;
  }

  /** The reason as the API gives it. */
  public String reason() {
    return reason;
  }
}
