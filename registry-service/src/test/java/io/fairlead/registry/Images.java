package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Random;

/** Content for a registry, and how it is pushed. */
public final class Images {
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private Images() {}

  public static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static Digest digest(byte[] content) {
    return Digest.of(Algorithm.SHA256, content);
  }

  /** Pushes a blob in one request. */
  public static HttpResponse<byte[]> blob(Client client, String repository, byte[] content)
      throws IOException {
    return client.send(
        "POST",
        "/v2/" + repository + "/blobs/uploads/?digest=" + digest(content),
        content,
        "Content-Type",
        "application/octet-stream");
  }

  /** A manifest of a config and some layers. */
  public static byte[] manifest(byte[] config, byte[]... layers) {
    return manifest("", config, layers);
  }

  /** The same with more members, which end with a comma. */
  public static byte[] manifest(String more, byte[] config, byte[]... layers) {
    StringBuilder all = new StringBuilder();
    for (byte[] layer : layers) {
      all.append(all.isEmpty() ? "" : ",")
          .append(descriptor("application/vnd.oci.image.layer.v1.tar", layer));
    }
    return ("{\"schemaVersion\":2,\"mediaType\":\"%s\",%s\"config\":%s,\"layers\":[%s]}")
        .formatted(
            MANIFEST, more, descriptor("application/vnd.oci.image.config.v1+json", config), all)
        .getBytes(UTF_8);
  }

  public static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(content), content.length);
  }

  public static HttpResponse<byte[]> put(
      Client client, String repository, String reference, byte[] manifest) throws IOException {
    return client.send(
        "PUT", "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", MANIFEST);
  }
}
