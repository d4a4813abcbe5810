package io.fairlead.bench.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An image in a repository of its own. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Image(String repository, List<Layer> layers, byte[] config, byte[] manifest) {
  static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  /**
   * Makes an image.
   *
   * @param number no other has it, nor one within its layers and blocks from it
   * @param blocks MiB of each layer
   */
  static Image of(long number, int layers, int blocks) {
    List<Layer> content =
        IntStream.range(0, layers)
            .mapToObj(i -> Layer.of(number + (long) i * blocks, blocks))
            .toList();
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"number\":%d}"
            .formatted(number)
            .getBytes(UTF_8);
    String list =
        content.stream()
            .map(it -> descriptor(LAYER, it.digest(), it.size()))
            .collect(Collectors.joining(","));
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST,
                descriptor(CONFIG, Digest.of(Algorithm.SHA256, config), config.length),
                list)
            .getBytes(UTF_8);
    return new Image("bench/image-" + number, content, config, manifest);
  }

  private static String descriptor(String type, Digest digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }
}
