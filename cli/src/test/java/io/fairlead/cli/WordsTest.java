package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final String ACCOUNT = "arn:aws:ecs:us-east-1:000000000000:";

  @ParameterizedTest
  @CsvSource({
    "task/default/0a8cb9dbeb240a8cb9dbeb240a8cb9db, 0a8cb9dbeb24",
    "service/default/fairlead-demonstration,        fairlead-demonstration",
    "cluster/default,                               default"
  })
  void idsAreCutShortAndNamesAreNot(String resource, String shown) {
    assertThat(Words.shortId(ACCOUNT + resource)).isEqualTo(shown);
  }
}
