package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters.HashType;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.security.GeneralSecurityException;

/**
 * Makes a key for each blob and wraps it with the master key, so that the medium alone gives no
 * image away. What was written without a key stays readable, whatever is set today.
 */
public final class DataKeys {
  private static final byte[] CONTEXT = "fairlead blob key".getBytes(US_ASCII);

  /** Bytes of a segment: what reading a single byte costs, and what a stream holds in memory. */
  private static final int SEGMENT = 64 << 10;

  private static final int KEY_BYTES = 32;

  private final Aead master;
  private final boolean encrypt;
  private final AesGcmHkdfStreamingParameters parameters;

  /**
   * The keys of a store.
   *
   * @param encrypt whether new blobs are encrypted
   */
  public DataKeys(Aead master, boolean encrypt) {
    this.master = master;
    this.encrypt = encrypt;
    try {
      StreamingAeadConfig.register();
      this.parameters =
          AesGcmHkdfStreamingParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
              .setHkdfHashType(HashType.SHA256)
              .setCiphertextSegmentSizeBytes(SEGMENT)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the parameters are Tink's own", e);
    }
  }

  /** A key for a new blob. */
  DataKey fresh() {
    if (!encrypt) {
      return new DataKey.None();
    }
    try {
      KeysetHandle key = KeysetHandle.generateNew(parameters);
      return sealed(TinkProtoKeysetFormat.serializeEncryptedKeyset(key, master, CONTEXT), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a key", e);
    }
  }

  /** The key that lies wrapped beside a blob. */
  DataKey of(byte[] wrapped) throws DamagedBlobException {
    if (wrapped.length == 0) {
      return new DataKey.None();
    }
    try {
      return sealed(wrapped, TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, master, CONTEXT));
    } catch (GeneralSecurityException e) {
      throw new UnreadableKeyException(e);
    }
  }

  private static DataKey sealed(byte[] wrapped, KeysetHandle key) throws GeneralSecurityException {
    return new DataKey.Sealed(
        wrapped, key.getPrimitive(RegistryConfiguration.get(), StreamingAead.class));
  }
}
