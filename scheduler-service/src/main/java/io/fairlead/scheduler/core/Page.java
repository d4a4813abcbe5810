package io.fairlead.scheduler.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list: what the caller asked for, and how the next page is found.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param size how many items at most
 */
public record Page(String after, int size) {

  /** The page that a call's {@code maxResults} and {@code nextToken} ask for. */
  public sealed interface Asked {}

  /** A page that can be given. */
  public record Valid(Page page) implements Asked {}

  /** A page that cannot. */
  public record Invalid(Rejection rejection) implements Asked {}

  /**
   * Reads what a call asks for.
   *
   * @param maxResults absent where the caller leaves the size to us
   * @param usual the size then
   * @param most the largest size that the operation allows
   */
  public static Asked asked(Optional<Integer> maxResults, String nextToken, int usual, int most) {
    int size = maxResults.orElse(usual);
    if (size < 1 || size > most) {
      return new Invalid(Rejection.invalid("maxResults must be between 1 and " + most + "."));
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(nextToken), StandardCharsets.UTF_8);
      return new Valid(new Page(key, size));
    } catch (IllegalArgumentException e) {
      return new Invalid(
          Rejection.invalid("nextToken is none that an earlier page of this list gave."));
    }
  }

  /** The items of this page among all, which are in the order of their keys. */
  public <T> List<T> of(List<T> all, Function<T, String> key) {
    return all.stream().filter(item -> key.apply(item).compareTo(after) > 0).limit(size).toList();
  }

  /** The token of the page after the one that ends with that key. */
  public static String token(String lastKey) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(lastKey.getBytes(StandardCharsets.UTF_8));
  }
}
