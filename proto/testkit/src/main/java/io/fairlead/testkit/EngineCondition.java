package io.fairlead.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresEngine}: run, skip loudly, or fail. */
final class EngineCondition implements ExecutionCondition {

  private static final String DOCKER_HOST = "DOCKER_HOST";
  private static final String MUST_RUN = "FAIRLEAD_REQUIRE_ENGINE";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String address = EnginePing.address(Optional.ofNullable(System.getenv(DOCKER_HOST)));
    boolean mustRun = "1".equals(System.getenv(MUST_RUN));
    boolean answers = EnginePing.answers(address);
    if (answers) {
      TestImage.ensure();
    }
    return decide(context.getDisplayName(), address, answers, mustRun);
  }

  static ConditionEvaluationResult decide(
      String test, String address, boolean answers, boolean mustRun) {
    if (answers) {
      return ConditionEvaluationResult.enabled("An engine answers at " + address);
    }
    String silence = "no container engine answers at " + address;
    if (mustRun) {
      throw new IllegalStateException(MUST_RUN + "=1, but " + silence);
    }
    System.err.println("### SKIPPED " + test + ": " + silence + " ###");
    return ConditionEvaluationResult.disabled(silence);
  }
}
