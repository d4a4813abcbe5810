package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.Attribute;
import java.util.Optional;
import java.util.Set;

/**
 * What an instance must be, whatever runs there: only its own record decides.
 *
 * @param required names of attributes (capabilities) that it must have
 * @param expressions that must hold
 */
record Eligibility(Set<String> required, Set<Expression> expressions) {

  /** What keeps every such task from the instance; empty where nothing does. */
  Optional<Obstacle> obstacle(Candidate instance) {
    if (!instance.common().getStatus().equals("ACTIVE")) {
      return Optional.of(Obstacle.INACTIVE);
    }
    if (!instance.common().getAgentConnected()) {
      return Optional.of(Obstacle.AGENT);
    }
    if (!hasRequired(instance)) {
      return Optional.of(Obstacle.ATTRIBUTE);
    }
    return expressionsHold(instance) ? Optional.empty() : Optional.of(Obstacle.MEMBER_OF);
  }

  private boolean hasRequired(Candidate instance) {
    for (String name : required) {
      if (!has(instance, name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Candidate instance, String name) {
    for (Attribute attribute : instance.common().getAttributesList()) {
      if (attribute.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean expressionsHold(Candidate instance) {
    for (Expression expression : expressions) {
      if (!expression.test(instance)) {
        return false;
      }
    }
    return true;
  }
}
