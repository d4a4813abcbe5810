package io.fairlead.agent;

import io.fairlead.agent.shell.Agent;
import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import jakarta.inject.Singleton;
import java.util.Map;

/** Up while the agent has a session with the scheduler; says what is in its way otherwise. */
@Singleton
@Requires(beans = Agent.class)
final class AgentHealth extends AbstractHealthIndicator<Map<String, String>> {
  private final Agent agent;

  AgentHealth(Agent agent) {
    this.agent = agent;
  }

  @Override
  protected Map<String, String> getHealthInformation() {
    String trouble = agent.trouble();
    healthStatus = trouble.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN;
    return trouble.isEmpty() ? Map.of() : Map.of("trouble", trouble);
  }

  @Override
  protected String getName() {
    return "agent";
  }
}
