package io.fairlead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL server beside this JVM, on loopback, with its data in a folder of its own, durable
 * (fsync and synchronous commit on), open only to one user with a password.
 *
 * <p>The server outlives a JVM that is killed. Started again on the same folder, this finds it and
 * goes on with it; a server that was killed itself is recovered.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Settings settings;
  private final PostgresCommands commands;
  private final FolderLock lock;

  private EmbeddedPostgres(Settings settings, PostgresCommands commands, FolderLock lock) {
    this.settings = settings;
    this.commands = commands;
    this.lock = lock;
  }

  /** What a commit survives. */
  public enum Durability {
    /** All that a disk survives: fsync and synchronous commit are on. */
    POWER_LOSS,
    /** The death of any process, not that of the machine: for data that ends with a test. */
    PROCESS_DEATH
  }

  /**
   * Where the server lives.
   *
   * @param folder holds the data, the log and a lock; made if it is not there
   * @param programs where PostgreSQL is unpacked to, once, and what new data folders begin with;
   *     may be shared by many servers
   * @param port on 127.0.0.1
   * @param user the superuser, made at the first start
   * @param password of that user, fixed at the first start; the caller keeps it
   * @param durability what a commit survives
   * @param large whether there will be much data: the server then keeps as much of it at hand as an
   *     eighth of the machine's memory holds, for which it starts 40 ms later
   */
  public record Settings(
      Path folder,
      Path programs,
      int port,
      String user,
      String password,
      Durability durability,
      boolean large) {

    /** A server of usual size whose commits survive everything. */
    public Settings(Path folder, Path programs, int port, String user, String password) {
      this(folder, programs, port, user, password, Durability.POWER_LOSS, false);
    }

    Path data() {
      return folder.resolve("data");
    }

    Path log() {
      return folder.resolve("postgresql.log");
    }

    @Override
    public String toString() {
      return "Settings[folder=" + folder + ", port=" + port + ", user=" + user + "]";
    }
  }

  /**
   * Starts the server, or takes over the one that still runs on this folder, and returns when it
   * takes connections: about two seconds the first time with these programs, a fifth of one later.
   *
   * @throws IOException when the folder is in use, the port is taken or the server fails; the
   *     message names its log
   */
  public static EmbeddedPostgres start(Settings settings) throws IOException {
    FolderLock lock = FolderLock.take(settings.folder());
    try {
      var commands = new PostgresCommands(PostgresBinaries.unpackedBelow(settings.programs()));
      EmbeddedPostgres postgres = new EmbeddedPostgres(settings, commands, lock);
      postgres.initialize();
      if (!postgres.adopt()) {
        postgres.launch();
      }
      return postgres;
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** The JDBC address of a database of this server; {@code postgres} is always there. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
  }

  public String user() {
    return settings.user();
  }

  public String password() {
    return settings.password();
  }

  /** A new connection; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /**
   * Makes a database unless it is there. The name is lower-case letters, digits and underscores.
   */
  public void createDatabase(String name) throws SQLException {
    if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("Not a plain database name: " + name);
    }
    try (Connection connection = connect("postgres");
        var statement = connection.createStatement()) {
      boolean there =
          statement.executeQuery("select 1 from pg_database where datname = '" + name + "'").next();
      if (!there) {
        statement.execute("create database " + name);
      }
    }
  }

  /** The server's first process, while it runs. */
  public Optional<ProcessHandle> process() throws IOException {
    return PidFile.read(settings.data()).flatMap(PidFile::server);
  }

  /** Completes when the server process ends, be it by {@link #close} or by a crash. */
  public CompletableFuture<Void> onExit() throws IOException {
    return process()
        .map(server -> server.onExit().<Void>thenApply(ended -> null))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /**
   * Stops the server in order, ending open connections; nothing happens when it is gone already.
   */
  @Override
  public void close() throws IOException {
    try (lock) {
      if (process().isPresent()) {
        stop();
      }
    }
  }

  private void stop() throws IOException {
    commands.run("pg_ctl", PostgresArguments.stop(settings), settings.log());
  }

  // Under another name until it is whole: what a killed start leaves half-done is thrown away by
  // the next.
  private void initialize() throws IOException {
    if (Files.isDirectory(settings.data())) {
      return;
    }
    Path fresh = settings.folder().resolve("data.unfinished");
    Folders.delete(fresh);
    new PostgresTemplate(commands).copy(settings, fresh);
    Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  // True when a server from an earlier life runs on, at the port that is wanted now.
  private boolean adopt() throws IOException {
    var found = PidFile.read(settings.data());
    if (found.isEmpty()) {
      return false;
    }
    if (found.get().server().isEmpty()) {
      // Its id may by now belong to another process, for which the server would take itself as
      // running.
      Files.deleteIfExists(PidFile.in(settings.data()));
      return false;
    }
    if (found.get().ready() && found.get().port() == settings.port()) {
      return true;
    }
    stop();
    return false;
  }

  private void launch() throws IOException {
    if (!FreePorts.isFree(settings.port())) {
      throw new IOException("PostgreSQL needs port " + settings.port() + ", which is in use");
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!started(deadline)) {
      // The last children of a killed server hold its shared memory for a moment longer.
      pause(50);
      if (System.nanoTime() > deadline) {
        throw new IOException("PostgreSQL does not start; see " + settings.log());
      }
    }
  }

  private boolean started(long deadline) throws IOException {
    Process server = commands.server(settings.log(), PostgresArguments.server(settings));
    while (server.isAlive() && System.nanoTime() < deadline) {
      var file = PidFile.read(settings.data());
      if (file.isPresent() && file.get().pid() == server.pid() && file.get().ready()) {
        return true;
      }
      pause(5);
    }
    server.destroyForcibly();
    return false;
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL starts", e);
    }
  }
}
