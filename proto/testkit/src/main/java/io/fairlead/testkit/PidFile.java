package io.fairlead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL writes into {@code postmaster.pid}: its process id, its port, and whether it
 * takes connections.
 */
record PidFile(long pid, int port, boolean ready) {

  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** The file of this data folder; empty when there is none or it is not fully written yet. */
  static Optional<PidFile> read(Path data) throws IOException {
    try {
      return parse(Files.readAllLines(in(data)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** The server that wrote this, if it still runs. Another process may have got its id since. */
  Optional<ProcessHandle> server() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(PidFile::isPostgres);
  }

  // A process whose command cannot be told is a stranger's, or dead and not yet buried by its
  // parent.
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> c.endsWith("/postgres")).orElse(false);
  }

  private static Optional<PidFile> parse(List<String> lines) {
    if (lines.size() <= PORT) {
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
    return Optional.of(
        new PidFile(
            Long.parseLong(lines.get(PID).strip()),
            Integer.parseInt(lines.get(PORT).strip()),
            ready));
  }
}
