package io.fairlead.lab;

import io.fairlead.testkit.EmbeddedBroker;
import io.fairlead.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Exit;

/** Starts the parts of the control plane that are kept running. */
record KeptParts(LabOptions options, Home home) {
  private static final List<String> SERVICES = List.of("gateway", "scheduler", "registry");

  /** Kafka, within this process or as one of its own. */
  Keeper kafka() throws IOException {
    Ports ports = options.ports();
    var settings =
        new EmbeddedBroker.Settings(
            home.data("kafka"), options.host(), ports.kafka(), ports.kafkaController());
    if (options.layout() == LabOptions.Layout.ONE_PROCESS) {
      return Keeper.start("kafka", ended -> broker(settings, ended));
    }
    List<String> arguments =
        List.of(
            settings.folder().toString(),
            settings.host(),
            Integer.toString(settings.port()),
            Integer.toString(settings.controllerPort()));
    return Keeper.start(
        "kafka", ended -> new PartProcess(home).start("kafka", List.of(), arguments, ended));
  }

  /** A broker that meets a fatal fault ends its process; here it must not take the others along. */
  private static Keeper.Running broker(EmbeddedBroker.Settings settings, Runnable ended)
      throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(settings);
    Exit.Procedure instead =
        (code, message) -> {
          ended.run();
          throw new IllegalStateException("the broker ended with " + code + ": " + message);
        };
    Exit.setExitProcedure(instead);
    Exit.setHaltProcedure(instead);
    return broker::close;
  }

  /** PostgreSQL, which is a process of its own in either layout. */
  Keeper postgres() throws IOException {
    var settings =
        new EmbeddedPostgres.Settings(
            home.data("postgres"),
            home.data("programs"),
            options.ports().postgres(),
            ServiceProperties.DATABASE_USER,
            home.randomSecret("postgres-password"),
            EmbeddedPostgres.Durability.POWER_LOSS,
            options.isForLoad());
    return Keeper.start("postgresql", ended -> server(settings, ended));
  }

  private static Keeper.Running server(EmbeddedPostgres.Settings settings, Runnable ended)
      throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    try {
      server.createDatabase(ServiceProperties.DATABASE);
    } catch (SQLException e) {
      server.close();
      throw new IOException("no database could be made", e);
    }
    server.onExit().thenRun(ended);
    return new Keeper.Running() {
      @Override
      public List<ProcessHandle> processes() throws IOException {
        Optional<ProcessHandle> first = server.process();
        return first.stream()
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
      }

      @Override
      public void close() throws IOException {
        server.close();
      }
    };
  }

  /** Each service as a process of its own. */
  List<Keeper> services() throws IOException {
    Keeper[] kept = new Keeper[SERVICES.size()];
    for (int i = 0; i < kept.length; i++) {
      String name = SERVICES.get(i);
      Map<String, Object> told = new ServiceProperties(options, home).of(name, SERVICES);
      kept[i] = Keeper.start(name, ended -> new PartProcess(home).service(name, told, ended));
    }
    return List.of(kept);
  }
}
