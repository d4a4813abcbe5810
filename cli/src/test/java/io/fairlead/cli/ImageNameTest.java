package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ImageNameTest {
  @ParameterizedTest
  @CsvSource({
    "web, web, '', ''",
    "team/web, team/web, '', ''",
    "team/web:1.2, team/web, 1.2, ''",
    "team/web@sha256:ab, team/web, '', sha256:ab",
    "host:5000/web, host:5000/web, '', ''",
    "host:5000/web:1, host:5000/web, 1, ''"
  })
  void readsRepositoryTagAndDigest(String text, String repository, String tag, String digest) {
    ImageName name = ImageName.parse(text);

    assertThat(name.repository()).isEqualTo(repository);
    assertThat(name.tag().orElse("")).isEqualTo(tag);
    assertThat(name.digest().orElse("")).isEqualTo(digest);
    assertThat(name.exact()).isEqualTo(!tag.isEmpty() || !digest.isEmpty());
    assertThat(name).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "@sha256:ab", "web:", "web@"})
  void refusesWhatHasAnEmptyPart(String text) {
    assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(TypeConversionException.class);
  }
}
