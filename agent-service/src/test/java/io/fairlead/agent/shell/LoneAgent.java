package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;

/** An agent that has its transport alone, as in a process of its own. */
record LoneAgent(Agent agent, Transport transport) implements AutoCloseable {
  static LoneAgent start(Map<String, String> variables, RuntimeSource engines) {
    AgentConfig config = AgentConfig.read(variables);
    try {
      Transport transport = Transport.open(config, new SimpleMeterRegistry());
      CredentialStore store = new CredentialFile(config.dataDir());
      return new LoneAgent(
          Agent.start(config, store, engines, transport, InstantSource.system()), transport);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String trouble() {
    return agent.trouble();
  }

  @Override
  public void close() throws InterruptedException {
    agent.close();
    transport.close();
  }
}
