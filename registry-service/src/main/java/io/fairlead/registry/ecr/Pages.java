package io.fairlead.registry.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists by pages. A token is the key of the last item that was given.
 *
 * @param items those of this page
 * @param next token of the next one; empty after the last
 */
record Pages<T>(List<T> items, String next) {
  private static final int USUAL = 100;

  /** How many items a call wants. */
  static int size(boolean given, int maxResults) {
    return given ? maxResults : USUAL;
  }

  /** The key in a token; empty where the text is no token, and "" for the first page. */
  static Optional<String> after(String token) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(token), UTF_8))
          .filter(key -> key.indexOf('\0') < 0);
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** A page out of one item more than it holds. */
  static <T> Pages<T> of(List<T> oneMore, int size, Function<T, String> key) {
    if (oneMore.size() <= size) {
      return new Pages<>(oneMore, "");
    }
    List<T> items = oneMore.subList(0, size);
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(key.apply(items.getLast()).getBytes(UTF_8));
    return new Pages<>(items, token);
  }
}
