package io.fairlead.registry.access;

import io.fairlead.registry.names.RepositoryName;
import java.util.Set;

/** Says who may do what. */
@FunctionalInterface
public interface Rights {

  /** What a caller may do with a repository, be it there or not. */
  Set<Action> of(Principal principal, RepositoryName repository);
}
