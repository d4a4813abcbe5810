package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.registry.names.Digest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What the object of an upload says.
 *
 * @param folder of its pieces: another one each time that the upload begins, so that nothing is
 *     written over what may be of a blob already
 * @param key wrapped by the master key; empty: not encrypted
 * @param blob that it is about to become; its pieces are not to be thrown away while that one is of
 *     them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record S3Upload(UUID folder, byte[] key, Optional<Digest> blob) {
  S3Upload becoming(Digest digest) {
    return new S3Upload(folder, key, Optional.of(digest));
  }

  byte[] bytes() {
    String text =
        folder
            + " "
            + Base64.getEncoder().encodeToString(key)
            + " "
            + blob.map(Digest::toString).orElse("");
    return text.getBytes(US_ASCII);
  }

  static S3Upload read(byte[] bytes) throws DamagedBlobException {
    String[] parts = new String(bytes, US_ASCII).split(" ", -1);
    try {
      return new S3Upload(
          UUID.fromString(parts[0]), Base64.getDecoder().decode(parts[1]), Digest.parse(parts[2]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new DamagedBlobException("the object of the upload cannot be read", e);
    }
  }
}
