package io.fairlead.cli;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far the push of an image is, from the lines that the engine writes. */
final class PushProgress {
  private static final double MIB = 1 << 20;
  private static final Set<String> THERE = Set.of("Pushed", "Layer already exists");

  private record Layer(long sent, long size, boolean there) {}

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private Optional<String> digest = Optional.empty();

  /**
   * Takes a line in.
   *
   * @throws CommandFailure where it tells of an error
   */
  void take(JsonObject line) {
    if (line.has("error")) {
      throw CommandFailure.failed("the push failed: " + line.get("error").getAsString(), "");
    }
    if (line.get("aux") instanceof JsonObject aux && aux.has("Digest")) {
      digest = Optional.of(aux.get("Digest").getAsString());
    }
    if (line.has("id") && line.has("status")) {
      layer(line.get("id").getAsString(), line);
    }
  }

  private void layer(String id, JsonObject line) {
    String status = line.get("status").getAsString();
    boolean there = THERE.contains(status) || status.startsWith("Mounted from");
    Layer before = layers.getOrDefault(id, new Layer(0, 0, false));
    if (there) {
      layers.put(id, new Layer(before.size(), before.size(), true));
    } else if (line.get("progressDetail") instanceof JsonObject detail && detail.has("total")) {
      long total = detail.get("total").getAsLong();
      layers.put(id, new Layer(Math.min(total, detail.get("current").getAsLong()), total, false));
    } else if (status.equals("Preparing") || status.equals("Waiting")) {
      layers.put(id, before);
    }
  }

  /** Layers that are there, of all. */
  String inLayers() {
    long there = layers.values().stream().filter(Layer::there).count();
    return "%d of %d layers".formatted(there, layers.size());
  }

  /** MiB that are sent, of those that are known to be needed. */
  String inBytes() {
    long sent = layers.values().stream().mapToLong(Layer::sent).sum();
    long size = layers.values().stream().mapToLong(Layer::size).sum();
    return "%.1f of %.1f MiB".formatted(sent / MIB, size / MIB);
  }

  /** The digest of the manifest, once all is pushed. */
  Optional<String> digest() {
    return digest;
  }
}
