package io.fairlead.testkit;

import com.sun.management.OperatingSystemMXBean;
import io.fairlead.testkit.EmbeddedPostgres.Durability;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of PostgreSQL's programs. */
final class PostgresArguments {

  private static final List<String> OPTIONS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=200",
          "wal_buffers=16MB",
          // After each checkpoint a page is logged whole when it is first changed, and task ARNs
          // are all over their index: under load, rarer ones save a tenth of all CPU.
          "max_wal_size=4GB",
          // What a vacuum writes goes to the disk as it is written, not all at once half a minute
          // later, while commits wait.
          "backend_flush_after=256kB",
          "wal_level=minimal",
          "max_wal_senders=0",
          "log_timezone=UTC",
          "log_line_prefix=%m [%p] ");

  private static final List<String> FSYNC =
      List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on");
  private static final List<String> NO_FSYNC = List.of("fsync=off", "full_page_writes=off");

  /** More than the indexes that the tasks of the last minutes are in. */
  private static final long BUFFERS_SHARE = 32;

  /**
   * Most of what a million tasks take. A page that is not there is copied from the kernel's cache
   * and its checksum computed: a quarter of the server's work when a new owner reads them.
   */
  private static final long LARGE_BUFFERS_SHARE = 8;

  private static final long LEAST_BUFFERS = 128L << 20;

  private PostgresArguments() {}

  /**
   * A new data folder; its locale comes from PostgreSQL itself, so that no locale of the machine is
   * needed.
   */
  static List<String> initdb(String user, Path data, Path passwordFile) {
    return List.of(
        "--pgdata=" + data,
        "--username=" + user,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        // A new file of the log is filled with zeros while all commits wait: 14 ms for 16 MB.
        "--wal-segsize=4");
  }

  /** Has initdb bring a data folder safely to disk. */
  static List<String> sync(Path data) {
    return List.of("--pgdata=" + data, "--sync-only");
  }

  /** A server without connections, which does what its input says and ends. */
  static List<String> alone(Path data) {
    return List.of("--single", "-D", data.toString(), "postgres");
  }

  static List<String> server(EmbeddedPostgres.Settings settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-D", settings.data().toString()));
    arguments.addAll(List.of("-p", Integer.toString(settings.port())));
    for (String option : OPTIONS) {
      arguments.addAll(List.of("-c", option));
    }
    arguments.addAll(List.of("-c", "shared_buffers=" + (buffers(settings) >> 20) + "MB"));
    for (String option : durability(settings)) {
      arguments.addAll(List.of("-c", option));
    }
    return List.copyOf(arguments);
  }

  private static long buffers(EmbeddedPostgres.Settings settings) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long share = settings.large() ? LARGE_BUFFERS_SHARE : BUFFERS_SHARE;
    return Math.max(LEAST_BUFFERS, machine.getTotalMemorySize() / share);
  }

  /** An end in order; at once and with no last checkpoint where the data ends too. */
  static List<String> stop(EmbeddedPostgres.Settings settings) {
    String mode = settings.durability() == Durability.POWER_LOSS ? "fast" : "immediate";
    return List.of("stop", "-w", "-s", "-m", mode, "-D", settings.data().toString());
  }

  private static List<String> durability(EmbeddedPostgres.Settings settings) {
    return switch (settings.durability()) {
      case POWER_LOSS -> FSYNC;
      case PROCESS_DEATH -> NO_FSYNC;
    };
  }
}
