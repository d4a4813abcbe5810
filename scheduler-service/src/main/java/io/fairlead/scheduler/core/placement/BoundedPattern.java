package io.fairlead.scheduler.core.placement;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a user. Patterns that would run for ages (nested repetition) stop after a
 * bounded number of steps and then count as not matching: one user's pattern must not hold up the
 * cluster.
 */
record BoundedPattern(Pattern pattern) {
  private static final int STEPS = 20_000;

  static Optional<BoundedPattern> compile(String text) {
    try {
      return Optional.of(new BoundedPattern(Pattern.compile(text)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  boolean matches(String value) {
    try {
      return pattern.matcher(new Budgeted(value, new int[] {STEPS})).matches();
    } catch (OutOfSteps | StackOverflowError e) {
      return false;
    }
  }

  /** By its text: the patterns of the JDK are equal only to themselves. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedPattern(Pattern same)
        && same.pattern().equals(pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  private record Budgeted(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (steps[0]-- <= 0) {
        throw new OutOfSteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Budgeted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class OutOfSteps extends RuntimeException {
    OutOfSteps() {
      super("too many steps", null, false, false);
    }
  }
}
