package io.fairlead.generator;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The shapes that a client of an API can meet. */
final class Reachable {

  private Reachable() {}

  /**
   * Names of all shapes that inputs and outputs lead to, and of those errors that carry more than a
   * message (and what these lead to).
   */
  static SortedSet<String> from(Model model) {
    var open = new ArrayDeque<String>();
    for (var operation : model.operations()) {
      open.add(operation.input());
      open.add(operation.output());
      operation.errors().stream().filter(error -> saysMore(model.shape(error))).forEach(open::add);
    }
    var reached = new TreeSet<String>();
    while (!open.isEmpty()) {
      var name = open.remove();
      if (reached.add(name)) {
        open.addAll(next(model.shape(name)));
      }
    }
    return reached;
  }

  private static boolean saysMore(Shape error) {
    return error instanceof Shape.Structure structure
        && structure.members().stream()
            .anyMatch(member -> !member.name().equalsIgnoreCase("message"));
  }

  private static Collection<String> next(Shape shape) {
    return switch (shape) {
      case Shape.Structure structure ->
          structure.members().stream().map(Shape.Member::shape).toList();
      case Shape.Many many -> List.of(many.element());
      case Shape.Mapping mapping -> List.of(mapping.value());
      case Shape.Document _, Shape.Enumeration _, Shape.Scalar _ -> List.of();
    };
  }
}
