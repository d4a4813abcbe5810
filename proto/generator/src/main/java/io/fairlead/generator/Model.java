package io.fairlead.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.generator.Shape.Bounds;
import io.fairlead.generator.Shape.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An API model: its shapes, operations, errors and the facts of its wire protocol. */
record Model(
    Map<String, String> metadata,
    Map<String, Shape> shapes,
    List<Operation> operations,
    Map<String, Failure> failures) {

  /** An operation; {@code readonly} and {@code idempotent} are the model's own marks. */
  record Operation(
      String name,
      String input,
      String output,
      List<String> errors,
      boolean readonly,
      boolean idempotent) {}

  /** An error's code and status on the wire. */
  record Failure(String code, int httpStatus) {}

  static Model read(Path file) throws IOException {
    var root = new ObjectMapper().readTree(file.toFile());
    var metadata = new TreeMap<String, String>();
    root.path("metadata")
        .properties()
        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
    var shapes = new TreeMap<String, Shape>();
    var failures = new TreeMap<String, Failure>();
    for (var entry : root.path("shapes").properties()) {
      shapes.put(entry.getKey(), shape(entry.getKey(), entry.getValue()));
      if (entry.getValue().path("exception").asBoolean()) {
        failures.put(entry.getKey(), failure(entry.getKey(), entry.getValue()));
      }
    }
    var operations = new TreeMap<String, Operation>();
    root.path("operations")
        .properties()
        .forEach(e -> operations.put(e.getKey(), operation(e.getKey(), e.getValue())));
    return new Model(metadata, shapes, List.copyOf(operations.values()), failures);
  }

  Shape shape(String name) {
    return Optional.ofNullable(shapes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("the model has no shape " + name));
  }

  private static Operation operation(String name, JsonNode node) {
    return new Operation(
        name,
        node.required("input").required("shape").asText(),
        node.required("output").required("shape").asText(),
        node.path("errors").valueStream().map(e -> e.required("shape").asText()).sorted().toList(),
        node.path("readonly").asBoolean(),
        node.path("idempotent").asBoolean());
  }

  /** The JSON protocol names no status: a fault is the server's, anything else the caller's. */
  private static Failure failure(String name, JsonNode node) {
    var error = node.path("error");
    return new Failure(
        error.path("code").asText(name),
        error.path("httpStatusCode").asInt(node.path("fault").asBoolean() ? 500 : 400));
  }

  private static Shape shape(String name, JsonNode node) {
    var sensitive = node.path("sensitive").asBoolean();
    var type = node.required("type").asText();
    return switch (type) {
      case "structure" ->
          node.path("document").asBoolean()
              ? new Shape.Document(sensitive)
              : new Shape.Structure(members(node), node.path("exception").asBoolean(), sensitive);
      case "list" ->
          new Shape.Many(
              node.required("member").required("shape").asText(), Bounds.of(node), sensitive);
      case "map" -> new Shape.Mapping(node.required("value").required("shape").asText(), sensitive);
      case "string" ->
          node.has("enum")
              ? new Shape.Enumeration(
                  node.path("enum").valueStream().map(JsonNode::asText).toList(), sensitive)
              : new Shape.Scalar(type, Bounds.of(node), sensitive);
      case "integer", "long", "float", "double", "boolean", "blob", "timestamp" ->
          new Shape.Scalar(type, Bounds.of(node), sensitive);
      default ->
          throw new IllegalArgumentException("shape " + name + " has the unknown type " + type);
    };
  }

  private static List<Member> members(JsonNode structure) {
    Set<String> required = new HashSet<>();
    structure.path("required").forEach(name -> required.add(name.asText()));
    var members = new ArrayList<Member>();
    for (var entry : structure.path("members").properties()) {
      members.add(
          new Member(
              entry.getKey(),
              entry.getValue().required("shape").asText(),
              required.contains(entry.getKey()),
              entry.getValue().path("idempotencyToken").asBoolean()));
    }
    return members;
  }
}
