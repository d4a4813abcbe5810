package io.fairlead.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CommittedFilesTest {

  private static final Path ROOT = Path.of("../..");
  static final List<Api> APIS = Api.ALL;

  @ParameterizedTest
  @FieldSource("APIS")
  void regeneratingChangesNothing(Api api) throws IOException {
    // Not a comparison of texts: its message would show thousands of lines.
    assertThat(Files.readString(ROOT.resolve(api.proto())).equals(ApiGenerator.generate(ROOT, api)))
        .as(
            "%s is what the generator makes of %s; if not, run `%s`",
            api.proto(), api.model(), ApiGenerator.COMMAND)
        .isTrue();
  }
}
