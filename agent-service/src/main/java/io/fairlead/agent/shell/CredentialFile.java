package io.fairlead.agent.shell;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The instance's credentials on disk, readable by their owner only; a crash leaves the old file or
 * the new one.
 */
public record CredentialFile(Path dataDir) implements CredentialStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Optional<Credentials> load() throws IOException {
    return Files.exists(file())
        ? Optional.of(JSON.readValue(file().toFile(), Credentials.class))
        : Optional.empty();
  }

  @Override
  public void save(Credentials credentials) throws IOException {
    Files.createDirectories(dataDir);
    Path fresh =
        Files.createTempFile(
            dataDir,
            "credentials",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(credentials));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file(), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private Path file() {
    return dataDir.resolve("instance-credentials.json");
  }
}
