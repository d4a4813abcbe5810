package io.fairlead.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Encrypts secrets with AES-256-GCM under a master key that lies in a file of its own, so that the
 * database alone gives none away. A ciphertext is bound to the id of its access key.
 */
public final class SecretVault {
  private final Aead aead;

  private SecretVault(Aead aead) {
    this.aead = aead;
  }

  /** Opens the vault with the master key in {@code file}, which is made where there is none. */
  public static SecretVault open(Path file) {
    try {
      AeadConfig.register();
      PrivateFile masterKey = new PrivateFile(file);
      KeysetHandle keys =
          masterKey.read().isPresent()
              ? parse(masterKey.read().orElseThrow(), file)
              : create(masterKey);
      return new SecretVault(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot use the master key in " + file, e);
    }
  }

  private static KeysetHandle parse(String json, Path file) throws GeneralSecurityException {
    if (json.isBlank()) {
      throw new GeneralSecurityException(file + " is empty");
    }
    return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
  }

  private static KeysetHandle create(PrivateFile file) throws GeneralSecurityException {
    KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    file.write(TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    return keys;
  }

  byte[] seal(String keyId, String secret) {
    try {
      return aead.encrypt(secret.getBytes(UTF_8), keyId.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt the secret of " + keyId, e);
    }
  }

  String open(String keyId, byte[] sealed) {
    try {
      return new String(aead.decrypt(sealed, keyId.getBytes(UTF_8)), UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret of " + keyId + " was encrypted with another master key than the present one",
          e);
    }
  }
}
