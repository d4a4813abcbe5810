package io.fairlead.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;

/** What tokens are signed with: 32 random bytes in a file that only its owner reads. */
final class TokenSecret {
  private static final int BYTES = 32;

  private TokenSecret() {}

  /** The bytes in {@code file}, which are made where there is none. */
  static byte[] open(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    byte[] secret = Files.readAllBytes(file);
    if (secret.length < BYTES) {
      throw new IOException(file + " has less than " + BYTES + " bytes");
    }
    return secret;
  }

  private static void make(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly);
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Files.write(draft, secret);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
