package io.fairlead.gateway;

import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedPostgres;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole gateway with a database of its own, as the single-process installation starts it. */
final class TestGateway implements AutoCloseable {
  final Path home;
  final SharedPostgres.Database database;
  private final List<String> schedulers;
  private final String kafka;
  private EmbeddedServer server;

  /** Starts one whose files lie in {@code home}, and for which Kafka is away all the time. */
  TestGateway(Path home, List<String> schedulers) {
    this(home, schedulers, "127.0.0.1:" + FreePorts.next());
  }

  /** Starts one whose files lie in {@code home}. */
  TestGateway(Path home, List<String> schedulers, String kafka) {
    this.home = home;
    this.schedulers = schedulers;
    this.kafka = kafka;
    this.database = SharedPostgres.freshDatabase();
    this.server = start();
  }

  private EmbeddedServer start() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("fairlead.gateway.enabled", "true");
    settings.put("fairlead.gateway.schedulers", schedulers);
    settings.put("fairlead.gateway.grpc-port", 0);
    settings.put("fairlead.gateway.service-token", "between-us");
    settings.put("fairlead.gateway.database-url", database.jdbcUrl());
    settings.put("fairlead.gateway.database-user", database.user());
    settings.put("fairlead.gateway.database-password", database.password());
    settings.put("fairlead.gateway.master-key-file", home.resolve("master-key.json").toString());
    settings.put("fairlead.gateway.credentials-file", credentialsFile().toString());
    settings.put("fairlead.gateway.retry-seconds", 2);
    settings.put("fairlead.gateway.bootstrap-servers", kafka);
    settings.put("endpoints.prometheus.sensitive", false);
    settings.put("micronaut.server.host", "127.0.0.1");
    settings.put("micronaut.server.port", FreePorts.next());
    return ApplicationContext.run(EmbeddedServer.class, settings);
  }

  void restart() {
    server.close();
    server = start();
  }

  Path credentialsFile() {
    return home.resolve("credentials");
  }

  Gateway gateway() {
    return server.getApplicationContext().getBean(Gateway.class);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  @Override
  public void close() {
    server.close();
  }
}
