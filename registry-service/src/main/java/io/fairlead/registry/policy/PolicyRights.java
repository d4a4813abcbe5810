package io.fairlead.registry.policy;

import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Rights;
import io.fairlead.registry.names.RepositoryName;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

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
      boolean pulls = action == Action.PULL || action == Action.IMPORT;
      boolean makes = !policies.exists() && (action == Action.PUSH || action == Action.IMPORT);
      Stream<String> operations =
          Stream.concat(action.operations().stream(), makes ? Stream.of(CREATE) : Stream.empty());
      if (operations.allMatch(it -> allows(policies, principal, it, pulls, repository))) {
        may.add(action);
      }
    }
    return may;
  }

  /** Whether a caller may call an operation of the ECR API on a repository. */
  public boolean allow(Principal principal, String operation, RepositoryName repository) {
    boolean pulls = Action.PULL.operations().contains(operation);
    return allows(policies.of(repository), principal, operation, pulls, repository);
  }

  private boolean allows(
      InForce policies,
      Principal principal,
      String operation,
      boolean pulls,
      RepositoryName repository) {
    String arn =
        new Arn("ecr", realm.region(), realm.account(), "repository", repository.text()).toString();
    return allows(
        principal,
        pulls,
        policies.repository().of(principal, operation, arn),
        policies.registry().of(principal, operation, arn));
  }

  /**
   * The rule itself: a denial counts most, then whatever allows it.
   *
   * @param pulls whether it is part of a pull
   */
  static boolean allows(
      Principal principal, boolean pulls, Policy.Verdict repository, Policy.Verdict registry) {
    if (repository == Policy.Verdict.DENIES || registry == Policy.Verdict.DENIES) {
      return false;
    }
    boolean allowed = repository == Policy.Verdict.ALLOWS || registry == Policy.Verdict.ALLOWS;
    return switch (principal) {
      case Principal.User _ -> true;
      case Principal.Instance _ -> pulls || allowed;
      case Principal.Anonymous _ -> pulls && allowed;
    };
  }
}
