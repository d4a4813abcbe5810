package io.fairlead.registry.access;

import io.fairlead.registry.names.RepositoryName;
import java.util.EnumSet;
import java.util.Set;

/** As everywhere in an installation: a user may do everything, an instance only pulls. */
public final class RightsByKind implements Rights {
  @Override
  public Set<Action> of(Principal principal, RepositoryName repository) {
    return switch (principal) {
      case Principal.User _ -> EnumSet.allOf(Action.class);
      case Principal.Instance _ -> EnumSet.of(Action.PULL);
    };
  }
}
