package io.fairlead.registry.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What the object of a blob says: of which pieces it is.
 *
 * @param folder of the pieces
 * @param key wrapped by the master key; empty: not encrypted
 * @param lengths plain bytes of the pieces, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record S3Blob(UUID folder, byte[] key, List<Long> lengths) {
  private static final ObjectMapper JSON = new ObjectMapper();

  long size() {
    return lengths.stream().mapToLong(Long::longValue).sum();
  }

  byte[] bytes() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("folder", folder.toString());
    tree.put("key", Base64.getEncoder().encodeToString(key));
    lengths.forEach(tree.putArray("lengths")::add);
    return tree.toString().getBytes(UTF_8);
  }

  /**
   * Reads it.
   *
   * @throws DamagedBlobException if it is none
   */
  static S3Blob read(byte[] bytes) throws DamagedBlobException {
    try {
      JsonNode tree = JSON.readTree(bytes);
      List<Long> lengths = new ArrayList<>();
      tree.path("lengths").forEach(length -> lengths.add(length.asLong()));
      return new S3Blob(
          UUID.fromString(tree.path("folder").asText()),
          Base64.getDecoder().decode(tree.path("key").asText()),
          List.copyOf(lengths));
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedBlobException("the object of the blob cannot be read", e);
    }
  }
}
