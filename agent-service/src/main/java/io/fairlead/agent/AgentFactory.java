package io.fairlead.agent;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.ConfigSources;
import io.fairlead.agent.config.Variables;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.docker.DockerRuntime;
import io.fairlead.agent.runtime.docker.DockerSettings;
import io.fairlead.agent.shell.Agent;
import io.fairlead.agent.shell.CredentialFile;
import io.fairlead.agent.shell.Transport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.value.PropertyResolver;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the agent where the process is one: {@code fairlead.agent.enabled}. */
@Factory
@Requires(property = "fairlead.agent.enabled", value = "true")
final class AgentFactory {
  private static final Logger LOG = LoggerFactory.getLogger(AgentFactory.class);

  /** What the agent is told. */
  @Singleton
  AgentConfig config(PropertyResolver properties) throws IOException {
    Map<String, String> variables =
        ConfigSources.variables(
            System.getenv(), name -> properties.getProperty(name, String.class));
    Variables.notHonoured(variables)
        .forEach(name -> LOG.warn("setting means nothing to this agent name={}", name));
    return AgentConfig.read(variables);
  }

  /** Its ways to gateway and broker, closed after the agent. */
  @Singleton
  @Bean(preDestroy = "close")
  Transport transport(AgentConfig config, MeterRegistry metrics) throws IOException {
    return Transport.open(config, metrics);
  }

  /** The agent, started with the process and closed with it. */
  @Context
  @Bean(preDestroy = "close")
  Agent agent(AgentConfig config, Transport transport) {
    return Agent.start(
        config,
        new CredentialFile(config.dataDir()),
        (arn, registry) -> docker(config, arn, registry),
        transport,
        InstantSource.system());
  }

  private static ContainerRuntime docker(
      AgentConfig config, String containerInstanceArn, ImageAccess registry) {
    return new DockerRuntime(
        DockerSettings.of(config.tasks(), registry),
        new Ownership(config.installation(), containerInstanceArn),
        InstantSource.system());
  }
}
