package io.fairlead.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A shape of an API model. */
sealed interface Shape {

  /** Whether values of this shape must not be logged. */
  boolean sensitive();

  /** An object with named members, in the model's order. */
  record Structure(List<Member> members, boolean exception, boolean sensitive) implements Shape {}

  /** Any JSON value. */
  record Document(boolean sensitive) implements Shape {}

  /** A string out of a fixed set. */
  record Enumeration(List<String> values, boolean sensitive) implements Shape {}

  /** A list whose elements have the named shape. */
  record Many(String element, Bounds bounds, boolean sensitive) implements Shape {}

  /** A map from strings to values of the named shape. */
  record Mapping(String value, boolean sensitive) implements Shape {}

  /** A single value; {@code type} is the model's own name for it. */
  record Scalar(String type, Bounds bounds, boolean sensitive) implements Shape {}

  /** A member of a structure. */
  record Member(String name, String shape, boolean required, boolean idempotencyToken) {}

  /** Range of a number, or length of a string or list, and the pattern of a string. */
  record Bounds(Optional<Long> min, Optional<Long> max, Optional<String> pattern) {

    static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty(), Optional.empty());

    static Bounds of(JsonNode shape) {
      return new Bounds(
          number(shape.get("min")), number(shape.get("max")), text(shape.get("pattern")));
    }

    private static Optional<Long> number(@Nullable JsonNode node) {
      return Optional.ofNullable(node).map(JsonNode::decimalValue).map(BigDecimal::longValueExact);
    }

    private static Optional<String> text(@Nullable JsonNode node) {
      return Optional.ofNullable(node).map(JsonNode::asText);
    }
  }
}
