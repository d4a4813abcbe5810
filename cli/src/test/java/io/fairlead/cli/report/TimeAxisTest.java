package io.fairlead.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "99, ''",
    "800, '0.1 s 0.2 s 0.3 s 0.4 s 0.5 s 0.6 s 0.7 s 0.8 s'",
    "2300, '0.5 s 1.0 s 1.5 s 2.0 s'",
    "14300, '2 s 4 s 6 s 8 s 10 s 12 s 14 s'",
    "7205100, '1000 s 2000 s 3000 s 4000 s 5000 s 6000 s 7000 s'"
  })
  void namesRoundMoments(long lasted, String names) {
    TimeAxis axis = new TimeAxis(lasted);
    List<Long> moments = axis.moments();

    assertThat(moments.stream().map(axis::name).collect(Collectors.joining(" "))).isEqualTo(names);
  }
}
