package io.fairlead.generator;

import io.fairlead.generator.ProtoText.Options;
import java.util.List;

/**
 * The field that Protobuf's lists need beside them where it matters whether a list is empty or
 * absent: in requests that change something in place, an empty list clears, an absent one does not.
 */
final class EmptyMembers {
  /** Above all numbers that members can have, so that new members do not move it. */
  private static final int NUMBER = 1_000;

  private static final String OPTION = "empty_members";
  private static final List<String> CHANGING = List.of("Update", "Put", "Modify", "Set");

  private EmptyMembers() {}

  /** Whether a structure is the input of an operation that changes, and has lists or maps. */
  static boolean belongIn(String name, Shape.Structure structure, Model model) {
    return model.operations().stream()
            .filter(operation -> operation.input().equals(name))
            .anyMatch(operation -> CHANGING.stream().anyMatch(operation.name()::startsWith))
        && structure.members().stream()
            .anyMatch(member -> holdsSeveral(model.shape(member.shape())));
  }

  private static boolean holdsSeveral(Shape shape) {
    return switch (shape) {
      case Shape.Many _, Shape.Mapping _ -> true;
      case Shape.Structure _, Shape.Document _, Shape.Enumeration _, Shape.Scalar _ -> false;
    };
  }

  static void write(ProtoText text) {
    text.entry(
        "repeated string empty_members = " + NUMBER,
        new Options().add("json_name", ProtoText.quoted("emptyMembers")).wire(OPTION, true));
  }

  /** Whether a line of a generated file is what {@link #write} wrote, and so no member. */
  static boolean wrote(String line) {
    return line.contains("(fairlead.wire.v1." + OPTION + ")");
  }
}
