package io.fairlead.registry.policy;

import io.fairlead.registry.access.Principal;
import java.util.List;

/** A policy in the language of IAM, as far as the registry speaks it. */
public record Policy(List<Statement> statements) {
  /** Says nothing. */
  public static final Policy SILENT = new Policy(List.of());

  /** Where the policy of a resource is kept. */
  public enum Kind {
    /** On a repository; it speaks of that one only. */
    REPOSITORY,
    /** On the registry; each statement names repositories. */
    REGISTRY
  }

  /** What a policy says of a call. */
  public enum Verdict {
    /** It allows the call, and nothing in it denies it. */
    ALLOWS,
    /** It denies the call. */
    DENIES,
    /** It says nothing. */
    IS_SILENT
  }

  /**
   * What it says of a call.
   *
   * @param operation the name of the ECR API's operation
   * @param resource ARN of the repository
   */
  public Verdict of(Principal caller, String operation, String resource) {
    List<Effect> effects =
        statements.stream()
            .filter(statement -> statement.applies(caller, operation, resource))
            .map(Statement::effect)
            .toList();
    if (effects.contains(Effect.DENY)) {
      return Verdict.DENIES;
    }
    return effects.isEmpty() ? Verdict.IS_SILENT : Verdict.ALLOWS;
  }
}
