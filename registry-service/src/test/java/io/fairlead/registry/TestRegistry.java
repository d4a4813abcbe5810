package io.fairlead.registry;

import io.fairlead.registry.catalog.Database;
import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    this(home, Map.of());
  }

  /** With some settings that are others than usual, by their names in {@link RegistryConfig}. */
  public TestRegistry(Path home, Map<String, Object> others) throws IOException {
    this.database = SharedPostgres.freshDatabase();
    this.config = config(home, others);
    this.scheme =
        config.certificateFile().isEmpty() && config.certificateAuthority().isEmpty()
            ? "http://"
            : "https://";
    this.registry = Registry.start(config, new SimpleMeterRegistry());
  }

  private RegistryConfig config(Path home, Map<String, Object> others) {
    RegistryConfig usual =
        new RegistryConfig(
            "127.0.0.1",
            FreePorts.next(),
            "",
            "127.0.0.1",
            FreePorts.next(),
            SERVICE_TOKEN,
            "us-east-1",
            "000000000000",
            "",
            "",
            "",
            gateway.address(),
            home.resolve("blobs").toString(),
            "",
            "",
            "",
            "us-east-1",
            true,
            home.resolve("master-key.json").toString(),
            home.resolve("token-secret").toString(),
            24,
            0,
            List.of(),
            SharedBroker.bootstrapServers(),
            1,
            60,
            5,
            24,
            database.jdbcUrl(),
            database.user(),
            database.password(),
            8);
    return with(usual, others);
  }

  private static RegistryConfig with(RegistryConfig usual, Map<String, Object> others) {
    RecordComponent[] settings = RegistryConfig.class.getRecordComponents();
    Object[] values = new Object[settings.length];
    try {
      for (int i = 0; i < settings.length; i++) {
        Object value = settings[i].getAccessor().invoke(usual);
        values[i] = others.getOrDefault(settings[i].getName(), value);
      }
      return (RegistryConfig) RegistryConfig.class.getConstructors()[0].newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(others.toString(), e);
    }
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
