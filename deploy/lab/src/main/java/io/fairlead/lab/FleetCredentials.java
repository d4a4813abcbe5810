package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.agent.shell.CredentialStore;
import io.fairlead.agent.shell.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of all simulated instances in one file, which only its owner may read: a line of
 * JSON for each, appended when it joins. A line that a crash has cut off does not count.
 */
final class FleetCredentials implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Line(int number, Credentials credentials) {}

  private final FileChannel file;
  private final Map<Integer, Credentials> joined = new ConcurrentHashMap<>();
  private final Object syncing = new Object();
  private long synced;

  private FleetCredentials(FileChannel file) {
    this.file = file;
  }

  static FleetCredentials open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    FileChannel file =
        FileChannel.open(
            path,
            Set.of(CREATE, READ, WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FleetCredentials credentials = new FleetCredentials(file);
    credentials.read(Files.readString(path));
    return credentials;
  }

  private void read(String text) throws IOException {
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    for (String json : whole.lines().toList()) {
      Line line = JSON.readValue(json, Line.class);
      joined.put(line.number(), line.credentials());
    }
    file.truncate(whole.getBytes(UTF_8).length);
    file.position(file.size());
  }

  /** The place of one instance in the file. */
  CredentialStore of(int number) {
    return new CredentialStore() {
      @Override
      public Optional<Credentials> load() {
        return Optional.ofNullable(joined.get(number));
      }

      @Override
      public void save(Credentials credentials) throws IOException {
        sync(append(new Line(number, credentials)));
      }
    };
  }

  /** The length of the file with the line. */
  private synchronized long append(Line line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    joined.put(line.number(), line.credentials());
    return file.position();
  }

  private synchronized long length() throws IOException {
    return file.position();
  }

  /** Whoever comes first writes for all that wait. */
  private void sync(long upTo) throws IOException {
    synchronized (syncing) {
      if (synced < upTo) {
        long length = length();
        file.force(false);
        synced = length;
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
