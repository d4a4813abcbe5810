package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

  @TempDir(factory = FastFolder.class)
  Path folder;

  static EmbeddedPostgres.Settings settings(Path folder, int port) {
    return new EmbeddedPostgres.Settings(
        folder, SharedPostgres.programs(), port, "fairlead", "s3cret");
  }

  @Test
  void keepsItsDataOverAnOrderlyStopAndAnotherPort() throws Exception {
    try (var postgres = start(FreePorts.next())) {
      postgres.createDatabase("scheduler");
      postgres.createDatabase("scheduler");
      write(postgres, 1);
    }
    try (var postgres = start(FreePorts.next())) {
      assertThat(count(postgres)).isEqualTo(1);
      assertThat(setting(postgres, "fsync")).isEqualTo("on");
      assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void isOpenOnlyToItsPassword() throws Exception {
    try (var postgres = start(FreePorts.next())) {
      String url = postgres.jdbcUrl("postgres");
      assertThatThrownBy(() -> DriverManager.getConnection(url, "fairlead", "guess").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void goesOnWithTheServerThatOutlivedAKilledJvm() throws Exception {
    int port = FreePorts.next();
    Process child = Victim.start("postgres", folder, List.of(port));
    long server = PidFile.read(folder.resolve("data")).orElseThrow().pid();
    kill(child);
    assertThat(survivor()).isPresent();
    try (var postgres = start(port)) {
      postgres.createDatabase("scheduler");
      write(postgres, 1);
      assertThat(PidFile.read(folder.resolve("data")).orElseThrow().pid()).isEqualTo(server);
    }
    assertThat(survivor()).isEmpty();
  }

  @Test
  void replacesASurvivorThatListensElsewhere() throws Exception {
    kill(Victim.start("postgres", folder, List.of(FreePorts.next())));
    try (var postgres = start(FreePorts.next())) {
      postgres.createDatabase("scheduler");
      write(postgres, 1);
    }
  }

  @Test
  void recoversWhenTheServerItselfIsKilled() throws Exception {
    int port = FreePorts.next();
    EmbeddedPostgres first = start(port);
    first.createDatabase("scheduler");
    write(first, 1);
    var ended = first.onExit();
    PidFile.read(folder.resolve("data")).orElseThrow().server().orElseThrow().destroyForcibly();
    ended.get(10, TimeUnit.SECONDS);
    first.close();
    try (var postgres = start(port)) {
      assertThat(count(postgres)).isEqualTo(1);
    }
  }

  @Test
  void startsThoughItsOldProcessIdIsAnothersNow() throws Exception {
    try (var postgres = start(FreePorts.next())) {
      postgres.createDatabase("scheduler");
    }
    Files.write(
        folder.resolve("data/postmaster.pid"),
        List.of(
            "" + ProcessHandle.current().pid(), "/data", "0", "1", "", "127.0.0.1", "", "ready"));
    try (var postgres = start(FreePorts.next())) {
      write(postgres, 1);
    }
  }

  @Test
  void beginsAgainAfterAHalfDoneFirstStart() throws Exception {
    Files.createDirectories(folder.resolve("data.unfinished/base"));
    Files.writeString(folder.resolve("data.unfinished/PG_VERSION"), "18");
    start(FreePorts.next()).close();
    assertThat(folder.resolve("data.unfinished")).doesNotExist();
  }

  @Test
  void aFolderHasOneServer() throws Exception {
    try (var postgres = start(FreePorts.next())) {
      assertThatThrownBy(() -> start(FreePorts.next()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("In use by another process");
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    int port = FreePorts.next();
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + port);
    }
  }

  @Test
  void testsShareAServerAndHaveADatabaseEach() throws Exception {
    var one = SharedPostgres.freshDatabase();
    var other = SharedPostgres.freshDatabase();
    assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
    try (var connection = other.connect()) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  private EmbeddedPostgres start(int port) throws IOException {
    long before = System.nanoTime();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(folder, port));
    System.out.println("postgres_start_ms=" + (System.nanoTime() - before) / 1_000_000);
    return postgres;
  }

  private Optional<ProcessHandle> survivor() throws IOException {
    return PidFile.read(folder.resolve("data")).flatMap(PidFile::server);
  }

  private static void write(EmbeddedPostgres postgres, int value) throws SQLException {
    try (var connection = postgres.connect("scheduler");
        var statement = connection.createStatement()) {
      statement.execute("create table if not exists seen (n int)");
      statement.execute("insert into seen values (" + value + ")");
    }
  }

  private static int count(EmbeddedPostgres postgres) throws SQLException {
    return Integer.parseInt(ask(postgres, "scheduler", "select count(*) from seen"));
  }

  private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
    return ask(postgres, "postgres", "show " + name);
  }

  private static String ask(EmbeddedPostgres postgres, String database, String sql)
      throws SQLException {
    try (var connection = postgres.connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void kill(Process child) throws InterruptedException {
    child.destroyForcibly().waitFor();
  }
}
