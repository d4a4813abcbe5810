package io.fairlead.registry.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fairlead.registry.names.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads manifests: OCI image-spec 1.1 (image manifest, image index, and the artifact manifest of
 * its release candidates) and Docker image manifest version 2, schema 2 (manifest and list). A
 * member that is given twice is refused, so that no two readers see different things.
 */
public final class ManifestReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestReader() {}

  /** What reading comes to. */
  public sealed interface Reading {
    /** The content is a manifest. */
    record Read(Manifest manifest) implements Reading {}

    /** It is none, and why. */
    record Wrong(String why) implements Reading {}
  }

  /** A manifest that is none; caught where reading began. */
  private static final class WrongException extends Exception {
    WrongException(String message) {
      super(message);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param contentType of the request; empty where it named none
   */
  public static Reading read(String contentType, byte[] content) {
    try {
      JsonNode root = JSON.readTree(content);
      if (root == null || !root.isObject()) {
        return new Reading.Wrong("a manifest is a JSON object");
      }
      return new Reading.Read(manifest(type(contentType, root), root));
    } catch (WrongException e) {
      return new Reading.Wrong(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      return new Reading.Wrong("the manifest is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return new Reading.Wrong("the manifest is not JSON");
    }
  }

  /** The type in the header; it must not differ from the one inside. */
  private static MediaType type(String contentType, JsonNode root) throws WrongException {
    String header = contentType.split(";", 2)[0].strip();
    Optional<String> inside = text(root, "mediaType");
    String name = header.isEmpty() ? inside.orElse("") : header;
    if (inside.isPresent() && !inside.get().equals(name)) {
      throw new WrongException(
          "Content-Type is " + header + ", but the manifest says " + inside.get());
    }
    MediaType type =
        MediaType.of(name)
            .orElseThrow(() -> new WrongException("no manifest of type '" + name + "' is taken"));
    if (type.schema() && root.path("schemaVersion").asInt() != 2) {
      throw new WrongException("schemaVersion must be 2");
    }
    return type;
  }

  private static Manifest manifest(MediaType type, JsonNode root) throws WrongException {
    List<String> blobs = new ArrayList<>();
    List<String> manifests = new ArrayList<>();
    Optional<String> configType = Optional.empty();
    switch (type) {
      case OCI_MANIFEST, DOCKER_MANIFEST -> {
        JsonNode config = root.path("config");
        blobs.add(digest(config, "config"));
        configType = text(config, "mediaType");
        descriptors(root, "layers", true, blobs);
      }
      case OCI_ARTIFACT -> descriptors(root, "blobs", false, blobs);
      case OCI_INDEX, DOCKER_LIST -> descriptors(root, "manifests", true, manifests);
    }
    JsonNode subject = root.path("subject");
    JsonNode annotations = root.path("annotations");
    if (!annotations.isMissingNode() && !annotations.isObject()) {
      throw new WrongException("annotations must be an object");
    }
    return new Manifest(
        type.text(),
        List.copyOf(blobs),
        List.copyOf(manifests),
        subject.isMissingNode() ? Optional.empty() : Optional.of(digest(subject, "subject")),
        artifactType(root, configType),
        annotations.isMissingNode() ? Optional.empty() : Optional.of(annotations.toString()));
  }

  /** An image manifest without one is listed under the type of its config. */
  private static Optional<String> artifactType(JsonNode root, Optional<String> configType)
      throws WrongException {
    Optional<String> own = text(root, "artifactType");
    return own.isPresent() ? own : configType;
  }

  private static void descriptors(JsonNode root, String member, boolean must, List<String> into)
      throws WrongException {
    JsonNode list = root.path(member);
    if (list.isMissingNode() && !must) {
      return;
    }
    if (!list.isArray()) {
      throw new WrongException(member + " must be a list");
    }
    for (JsonNode descriptor : list) {
      String digest = digest(descriptor, member);
      if (!elsewhere(descriptor)) {
        into.add(digest);
      }
    }
  }

  /** Foreign layers lie where their descriptor says, and are not pushed. */
  private static boolean elsewhere(JsonNode descriptor) {
    return descriptor.path("urls").isArray() && !descriptor.path("urls").isEmpty();
  }

  private static String digest(JsonNode descriptor, String where) throws WrongException {
    String text = text(descriptor, "digest").orElse("");
    JsonNode size = descriptor.path("size");
    if (Digest.parse(text).isEmpty()) {
      throw new WrongException(where + " has no valid digest: '" + text + "'");
    }
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
      throw new WrongException(where + " " + text + " has no size");
    }
    return text;
  }

  private static Optional<String> text(JsonNode node, String member) throws WrongException {
    JsonNode value = node.path(member);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new WrongException(member + " must be a text");
    }
    if (value.textValue().indexOf('\0') >= 0) {
      throw new WrongException(member + " must not have the character U+0000");
    }
    return value.textValue().isEmpty() ? Optional.empty() : Optional.of(value.textValue());
  }
}
