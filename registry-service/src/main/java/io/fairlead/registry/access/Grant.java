package io.fairlead.registry.access;

import io.fairlead.registry.names.RepositoryName;
import java.util.List;

/** What a call may do. */
public sealed interface Grant {
  /** Whether it covers an action. */
  boolean covers(RepositoryName repository, Action action);

  /** A token for some scopes. */
  record ForScopes(List<Scope> scopes) implements Grant {
    @Override
    public boolean covers(RepositoryName repository, Action action) {
      return scopes.stream()
          .anyMatch(it -> it.repository().equals(repository) && it.actions().contains(action));
    }
  }

  /** All that a caller has a right to. */
  record ForCaller(Principal principal, Rights rights) implements Grant {
    @Override
    public boolean covers(RepositoryName repository, Action action) {
      return rights.of(principal, repository).contains(action);
    }
  }
}
