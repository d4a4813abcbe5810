package io.fairlead.generator;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the API's names are written in Protobuf. */
final class Names {

  private static final Pattern WORD_END =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern NOT_A_WORD = Pattern.compile("[^A-Za-z0-9]+");

  private Names() {}

  /** {@code taskDefinition} and {@code TaskDefinition} become {@code task_definition}. */
  static String field(String member) {
    return WORD_END.matcher(member).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** The value {@code json-file} of {@code LogDriver} becomes {@code LOG_DRIVER_JSON_FILE}. */
  static String enumValue(String enumeration, String value) {
    var words =
        value.equals(value.toUpperCase(Locale.ROOT))
            ? value
            : WORD_END.matcher(value).replaceAll("_");
    return (field(enumeration) + "_" + NOT_A_WORD.matcher(words).replaceAll("_"))
        .toUpperCase(Locale.ROOT);
  }
}
