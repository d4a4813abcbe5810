package io.fairlead.registry;

import io.fairlead.registry.catalog.Database;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A whole registry with a database and a gateway of its own. */
public final class TestRegistry implements AutoCloseable {
  static final String SERVICE_TOKEN = "service-token-of-tests";

  public final StubGateway gateway = new StubGateway();
  private final SharedPostgres.Database database;
  private final String scheme;
  private final RegistryConfig config;
  private Registry registry;

  public TestRegistry(Path home) throws IOException {
    this(home, "", "", "");
  }

  /** With a certificate and its key, an authority of its own, or neither. */
  TestRegistry(Path home, String certificate, String key, String authority) throws IOException {
    this.scheme = certificate.isEmpty() && authority.isEmpty() ? "http://" : "https://";
    this.database = SharedPostgres.freshDatabase();
    this.config =
        new RegistryConfig(
            "127.0.0.1",
            FreePorts.next(),
            "",
            "127.0.0.1",
            FreePorts.next(),
            SERVICE_TOKEN,
            "us-east-1",
            "000000000000",
            certificate,
            key,
            authority,
            gateway.address(),
            home.resolve("blobs").toString(),
            true,
            home.resolve("master-key.json").toString(),
            home.resolve("token-secret").toString(),
            24,
            0,
            SharedBroker.bootstrapServers(),
            1,
            60,
            database.jdbcUrl(),
            database.user(),
            database.password(),
            8);
    this.registry = Registry.start(config, new SimpleMeterRegistry());
  }

  /** Stops the registry; {@link #restart} brings it back. */
  void stop() {
    registry.close();
  }

  public void restart() throws IOException {
    registry.close();
    registry = Registry.start(config, new SimpleMeterRegistry());
  }

  public String address() {
    return config.host() + ":" + config.port();
  }

  /** What the registry keeps in its database. */
  Database database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    return new Database(source);
  }

  /** Where the gateway reaches the ECR API. */
  String api() {
    return config.grpcHost() + ":" + config.grpcPort();
  }

  public URI uri() {
    return URI.create(scheme + address());
  }

  @Override
  public void close() {
    registry.close();
    gateway.close();
  }
}
