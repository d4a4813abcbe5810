package io.fairlead.agent;

import io.fairlead.agent.shell.Agent;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The process serves health and metrics once the agent is at work, or cannot be as yet: an HTTP
 * server's start takes a third of the time of all.
 */
@Singleton
@Requires(beans = Agent.class)
final class WorkFirst implements ApplicationEventListener<StartupEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Agent agent;

  WorkFirst(Agent agent) {
    this.agent = agent;
  }

  @Override
  public void onApplicationEvent(StartupEvent started) {
    try {
      agent.awaitFirstTry(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
