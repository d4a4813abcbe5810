package io.fairlead.cli.scenario;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a file leaves out is null until here. */
final class Members {
  private Members() {}

  static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /** Checks each with its path: {@code services[2].}. */
  static <T> void each(String member, List<T> values, BiConsumer<T, String> check) {
    for (int i = 0; i < values.size(); i++) {
      require(values.get(i), member + "[" + i + "]");
      check.accept(values.get(i), member + "[" + i + "].");
    }
  }

  static void require(@Nullable Object given, String member) {
    hold(given != null, member, "is missing");
  }

  static void hold(boolean holds, String member, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(member + " " + otherwise);
    }
  }
}
