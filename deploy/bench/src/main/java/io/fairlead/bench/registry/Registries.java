package io.fairlead.bench.registry;

import io.fairlead.registry.RegistryMain;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Tokens;
import io.fairlead.testkit.EmbeddedPostgres;
import io.fairlead.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the two registries. */
final class Registries {
  /** Heap of ours, in MiB. */
  static final int HEAP_MIB = 128;

  private Registries() {}

  /** A PostgreSQL as the lab runs it. */
  static EmbeddedPostgres database(Path folder) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                folder.resolve("postgres"),
                folder.resolve("programs"),
                FreePorts.next(),
                "fairlead",
                "bench"));
    try {
      server.createDatabase("fairlead");
    } catch (java.sql.SQLException e) {
      server.close();
      throw new IOException(e);
    }
    return server;
  }

  /** Ours, encrypting, with tokens, in a small heap. */
  static Subject fairlead(Path folder, EmbeddedPostgres database)
      throws IOException, InterruptedException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Path secretFile = folder.resolve("token-secret");
    Files.write(secretFile, secret);
    int port = FreePorts.next();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + HEAP_MIB + "m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    Map.ofEntries(
            Map.entry("fairlead.registry.port", "" + port),
            Map.entry("fairlead.registry.grpc-port", "" + FreePorts.next()),
            Map.entry("fairlead.registry.service-token", "bench"),
            Map.entry("fairlead.registry.folder", folder.resolve("blobs").toString()),
            Map.entry("fairlead.registry.master-key-file", folder.resolve("master").toString()),
            Map.entry("fairlead.registry.token-secret-file", secretFile.toString()),
            Map.entry("fairlead.registry.database-url", database.jdbcUrl("fairlead")),
            Map.entry("fairlead.registry.database-user", database.user()),
            Map.entry("fairlead.registry.database-password", database.password()),
            Map.entry("micronaut.server.port", "" + FreePorts.next()))
        .forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RegistryMain.class.getName());
    String password =
        new Tokens(secret, InstantSource.system())
            .signIn(new Principal.User("arn:aws:iam::000000000000:user/bench"));
    return Subject.start(
        "fairlead", port, Optional.of(password), command, folder.resolve("fairlead.log"));
  }

  /** Debian's docker-registry on a folder, as its package configures it, but quiet. */
  static Subject debian(Path folder) throws IOException, InterruptedException {
    int port = FreePorts.next();
    Path config = folder.resolve("docker-registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log:
          level: error
          accesslog:
            disabled: true
        storage:
          cache:
            blobdescriptor: inmemory
          filesystem:
            rootdirectory: %s
          delete:
            enabled: true
        http:
          addr: 127.0.0.1:%d
        """
            .formatted(folder.resolve("docker-registry"), port));
    return Subject.start(
        "docker-registry",
        port,
        Optional.empty(),
        List.of("docker-registry", "serve", config.toString()),
        folder.resolve("docker-registry.log"));
  }
}
