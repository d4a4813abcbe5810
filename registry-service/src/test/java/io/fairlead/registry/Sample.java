package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Digest.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Content of one kind: its blobs, and its manifests in the order in which they are pushed. The
 * kinds are those that the specification's public conformance suite pushes.
 */
final class Sample {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  static final String ARTIFACT = "application/vnd.example.sample+json";

  /** One manifest. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Manifest(ObjectNode tree, byte[] bytes, Digest digest) {
    String type() {
      return tree.path("mediaType").textValue();
    }
  }

  final List<byte[]> blobs = new ArrayList<>();
  final List<Manifest> manifests = new ArrayList<>();
  private final String name;
  final Algorithm algorithm;

  private Sample(String name, Algorithm algorithm) {
    this.name = name;
    this.algorithm = algorithm;
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<Sample> all() {
    return Stream.of(
        of("image", it -> it.image("", _ -> {})),
        of("large manifest", it -> it.image("", it::manyAnnotations)),
        of("index", it -> it.index(it.image("a", _ -> {}), it.image("b", _ -> {}))),
        of(
            "index of indexes",
            it -> it.index(it.index(it.image("a", _ -> {})), it.index(it.image("b", _ -> {})))),
        of("empty index", Sample::index),
        of("artifact", it -> it.artifact(_ -> {})),
        of("index of artifacts", it -> it.index(it.artifact(_ -> {}))),
        of("artifacts with a subject", Sample::referrers),
        of("index with a subject", it -> it.about(it.image("", _ -> {}), it.index())),
        of("subject that is missing", Sample::ofNothing),
        of("data in a descriptor", it -> it.image("", m -> withData(m))),
        of("layers that lie elsewhere", it -> it.image("", it::foreign)),
        of("members of its own", it -> it.image("", m -> m.putObject("own").put("a", 1))),
        of("no layers", it -> it.image("", m -> m.putArray("layers"))),
        of(
            "sha512",
            Algorithm.SHA512,
            it -> it.index(it.image("a", _ -> {}), it.image("b", _ -> {}))));
  }

  private static Sample of(String name, Consumer<Sample> content) {
    return of(name, Algorithm.SHA256, content);
  }

  private static Sample of(String name, Algorithm algorithm, Consumer<Sample> content) {
    Sample sample = new Sample(name, algorithm);
    content.accept(sample);
    return sample;
  }

  private Manifest image(String salt, Consumer<ObjectNode> change) {
    ObjectNode manifest = manifest(Images.MANIFEST);
    manifest.set("config", blob(CONFIG, "{\"author\":\"%s %s\"}".formatted(name, salt)));
    manifest.putArray("layers").add(blob(LAYER, name + " layer " + salt));
    change.accept(manifest);
    return add(manifest);
  }

  private Manifest artifact(Consumer<ObjectNode> change) {
    ObjectNode manifest = manifest(Images.MANIFEST).put("artifactType", ARTIFACT);
    manifest.set("config", blob(EMPTY, "{}"));
    manifest.putArray("layers").add(blob(ARTIFACT, name + " content"));
    change.accept(manifest);
    return add(manifest);
  }

  private Manifest index(Manifest... children) {
    ObjectNode index = manifest(Images.INDEX);
    ArrayNode list = index.putArray("manifests");
    for (Manifest child : children) {
      list.add(descriptor(child));
    }
    return add(index);
  }

  private void referrers() {
    Manifest image = image("", _ -> {});
    image("plain", m -> m.set("subject", descriptor(image)));
    for (String note : List.of("one", "two")) {
      artifact(
          m -> {
            m.put("artifactType", ARTIFACT + note).set("subject", descriptor(image));
            m.putObject("annotations").put("note", note);
          });
    }
  }

  private void ofNothing() {
    artifact(m -> m.set("subject", descriptor(Images.MANIFEST, name.getBytes(UTF_8))));
  }

  private void about(Manifest subject, Manifest referrer) {
    manifests.removeLast();
    referrer.tree().put("artifactType", ARTIFACT).set("subject", descriptor(subject));
    add(referrer.tree());
  }

  private void manyAnnotations(ObjectNode manifest) {
    ObjectNode annotations = manifest.putObject("annotations");
    for (int i = 0; i < 390; i++) {
      annotations.put("large-" + i, "A".repeat(10_000));
    }
  }

  private static void withData(ObjectNode manifest) {
    manifest.withObject("/config").put("data", "e30=");
  }

  private void foreign(ObjectNode manifest) {
    ObjectNode layer = descriptor(FOREIGN, (name + " elsewhere").getBytes(UTF_8));
    layer.putArray("urls").add("https://example.com/layer");
    manifest.withArray("/layers").add(layer);
  }

  private static ObjectNode manifest(String type) {
    return JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", type);
  }

  private ObjectNode blob(String type, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (blobs.stream().noneMatch(it -> java.util.Arrays.equals(it, bytes))) {
      blobs.add(bytes);
    }
    return descriptor(type, bytes);
  }

  private ObjectNode descriptor(Manifest manifest) {
    ObjectNode descriptor = descriptor(manifest.type(), manifest.bytes());
    descriptor.putObject("platform").put("os", "linux").put("architecture", "amd64");
    return descriptor;
  }

  private ObjectNode descriptor(String type, byte[] content) {
    return JSON.createObjectNode()
        .put("mediaType", type)
        .put("digest", Digest.of(algorithm, content).toString())
        .put("size", content.length);
  }

  private Manifest add(ObjectNode tree) {
    byte[] bytes = tree.toString().getBytes(UTF_8);
    Manifest manifest = new Manifest(tree, bytes, Digest.of(algorithm, bytes));
    manifests.add(manifest);
    return manifest;
  }
}
