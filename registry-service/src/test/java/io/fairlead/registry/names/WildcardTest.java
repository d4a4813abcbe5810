package io.fairlead.registry.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "*, anything, true",
    "a*, a, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a*c, abc, true",
    "a*c, abcb, false",
    "a*b*c, axbxbxc, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "a.c, abc, false",
    "*ab, aab, true",
    "**, x, true",
    "prod*, prod, true",
    "prod, prod1, false"
  })
  void matches(String pattern, String text, boolean expected) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void noPatternTakesLong() {
    Wildcard nested = new Wildcard("*a".repeat(100) + "b");
    boolean matches =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> nested.matches("a".repeat(10_000)));
    assertThat(matches).isFalse();
  }
}
