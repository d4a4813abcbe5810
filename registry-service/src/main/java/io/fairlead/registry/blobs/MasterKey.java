package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;

/** The key that wraps all others: AES-256-GCM, in a file of its own that only its owner reads. */
public final class MasterKey {
  private MasterKey() {}

  /**
   * The key in {@code file}, which is made where there is none.
   *
   * @throws IOException if the file cannot be read or holds no key
   */
  public static Aead open(Path file) throws IOException {
    try {
      AeadConfig.register();
      return keys(file).getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the master key in " + file, e);
    }
  }

  private static KeysetHandle keys(Path file) throws IOException, GeneralSecurityException {
    if (Files.exists(file)) {
      return TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), InsecureSecretKeyAccess.get());
    }
    KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    write(file, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    return keys;
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly);
    Durable.write(draft, text.getBytes(UTF_8));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    Durable.force(folder);
  }
}
