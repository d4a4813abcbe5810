package io.fairlead.registry.policy;

import io.fairlead.proto.Arn;
import io.fairlead.registry.access.Principal;
import java.util.Optional;
import java.util.Set;

/** Whom a statement is about: its {@code Principal}. */
public sealed interface Audience {

  boolean includes(Principal caller);

  /** {@code *}: everybody, those without a name as well. */
  record Everybody() implements Audience {
    @Override
    public boolean includes(Principal caller) {
      return true;
    }
  }

  /**
   * Some.
   *
   * @param arns of users and container instances
   * @param accounts all of whose users and instances are meant
   */
  record Some(Set<String> arns, Set<String> accounts) implements Audience {
    @Override
    public boolean includes(Principal caller) {
      Optional<String> account = Arn.parse(caller.arn()).map(Arn::account);
      return arns.contains(caller.arn()) || account.filter(accounts::contains).isPresent();
    }
  }
}
