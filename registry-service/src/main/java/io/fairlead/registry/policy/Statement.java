package io.fairlead.registry.policy;

import io.fairlead.registry.access.Principal;
import io.fairlead.registry.names.Wildcard;
import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param actions patterns of actions in lower case, {@code ecr:...}
 * @param allBut whether it is about all actions but those ({@code NotAction})
 * @param resources patterns of ARNs
 */
public record Statement(
    Effect effect,
    Audience audience,
    List<Wildcard> actions,
    boolean allBut,
    List<Wildcard> resources) {

  boolean applies(Principal caller, String operation, String resource) {
    String action = "ecr:" + operation.toLowerCase(Locale.ROOT);
    return audience.includes(caller) && any(actions, action) != allBut && any(resources, resource);
  }

  private static boolean any(List<Wildcard> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(text));
  }
}
