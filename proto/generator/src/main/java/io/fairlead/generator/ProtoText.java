package io.fairlead.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines of a Protobuf file. {@link Numbers} relies on the layout: one field or value per line,
 * indented by two.
 */
final class ProtoText {

  private final StringBuilder text = new StringBuilder();

  ProtoText line(String line) {
    text.append(line).append('\n');
    return this;
  }

  ProtoText reserved(List<Integer> numbers) {
    if (!numbers.isEmpty()) {
      line(
          "  reserved "
              + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + ";");
    }
    return this;
  }

  ProtoText entry(String declaration, Options options) {
    return line("  " + declaration + options.suffix() + ";");
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The options of a field or value, in brackets. */
  static final class Options {

    private final List<String> options = new ArrayList<>();

    Options add(String name, String literal) {
      options.add(name + " = " + literal);
      return this;
    }

    Options wire(String name, Object literal) {
      return add("(fairlead.wire.v1." + name + ")", literal.toString());
    }

    Options wireIf(boolean holds, String name) {
      return holds ? wire(name, true) : this;
    }

    String suffix() {
      return options.isEmpty() ? "" : " [" + String.join(", ", options) + "]";
    }
  }
}
