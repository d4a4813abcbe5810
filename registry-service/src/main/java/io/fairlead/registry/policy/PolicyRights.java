package io.fairlead.registry.policy;

import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Rights;
import io.fairlead.registry.names.RepositoryName;
import java.util.EnumSet;
import java.util.Set;

/**
 * What callers may do: whatever a policy denies to nobody; whatever it allows to some; and what
 * they may by their kind, a user everything and an instance a pull. Whoever has no name may pull
 * where a policy says so, and no more whatever it says.
 */
public record PolicyRights(Realm realm, PolicySource policies) implements Rights {
  private static final String CREATE = "CreateRepository";

  /** Where policies come from. */
  @FunctionalInterface
  public interface PolicySource {
    InForce of(RepositoryName repository);
  }

  /**
   * The policies that a repository is under.
   *
   * @param exists whether it is there
   */
  public record InForce(boolean exists, Policy repository, Policy registry) {}

  @Override
  public Set<Action> of(Principal principal, RepositoryName repository) {
    InForce policies = this.policies.of(repository);
    Set<Action> may = EnumSet.noneOf(Action.class);
    for (Action action : Action.values()) {
      boolean all =
          action.operations().stream()
              .allMatch(operation -> allows(policies, principal, operation, repository));
      boolean makes = action == Action.PUSH && !policies.exists();
      if (all && (!makes || allows(policies, principal, CREATE, repository))) {
        may.add(action);
      }
    }
    return may;
  }

  /** Whether a caller may call an operation of the ECR API on a repository. */
  public boolean allow(Principal principal, String operation, RepositoryName repository) {
    return allows(policies.of(repository), principal, operation, repository);
  }

  private boolean allows(
      InForce policies, Principal principal, String operation, RepositoryName repository) {
    String arn =
        new Arn("ecr", realm.region(), realm.account(), "repository", repository.text()).toString();
    return allows(
        principal,
        operation,
        policies.repository().of(principal, operation, arn),
        policies.registry().of(principal, operation, arn));
  }

  /** The rule itself: a denial counts most, then whatever allows it. */
  static boolean allows(
      Principal principal, String operation, Policy.Verdict repository, Policy.Verdict registry) {
    if (repository == Policy.Verdict.DENIES || registry == Policy.Verdict.DENIES) {
      return false;
    }
    boolean pulls = Action.PULL.operations().contains(operation);
    boolean allowed = repository == Policy.Verdict.ALLOWS || registry == Policy.Verdict.ALLOWS;
    return switch (principal) {
      case Principal.User _ -> true;
      case Principal.Instance _ -> pulls || allowed;
      case Principal.Anonymous _ -> pulls && allowed;
    };
  }
}
