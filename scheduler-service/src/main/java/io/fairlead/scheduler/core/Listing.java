package io.fairlead.scheduler.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One page of a list of the cluster's.
 *
 * @param next the token of the page after it; absent on the last one
 */
record Listing<T>(List<T> items, Optional<String> next) {

  /**
   * The page that a call asks for.
   *
   * @param all in the order of their keys
   * @param maxResults absent where the caller leaves it to us; {@code most} then
   */
  static <T> Answer<Listing<T>> of(
      Stream<T> all,
      Function<T, String> key,
      Optional<Integer> maxResults,
      int most,
      String nextToken) {
    return switch (Page.asked(maxResults, nextToken, most, most)) {
      case Page.Invalid(Rejection rejection) -> new Answer.No<>(rejection);
      case Page.Valid(Page page) -> new Answer.Yes<>(cut(all.toList(), key, page));
    };
  }

  private static <T> Listing<T> cut(List<T> all, Function<T, String> key, Page page) {
    List<T> items = page.of(all, key);
    boolean last = items.isEmpty() || key.apply(items.getLast()).equals(key.apply(all.getLast()));
    return new Listing<>(
        items, last ? Optional.empty() : Optional.of(Page.token(key.apply(items.getLast()))));
  }
}
