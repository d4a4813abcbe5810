package io.fairlead.agent;

import io.micronaut.runtime.Micronaut;

/**
 * The agent as a process of its own. Its settings are environment variables, a file of them, or
 * properties {@code fairlead.agent.*}; health and metrics are served over HTTP on loopback.
 */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-agent.xml");
    }
    // The environment's name selects application-agent.yml, which no other service on the classpath
    // reads.
    Micronaut.build(args)
        .mainClass(AgentMain.class)
        .deduceEnvironment(false)
        .environments("agent")
        .banner(false)
        .start();
  }
}
