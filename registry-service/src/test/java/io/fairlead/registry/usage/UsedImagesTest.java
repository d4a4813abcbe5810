package io.fairlead.registry.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images are held by what task definitions name. */
final class UsedImagesTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7437/team/web:1, , team/web, sha256:a, 1, true",
    "127.0.0.1:7437/team/web:1, , team/web, sha256:a, 2, false",
    "127.0.0.1:7437/team/web:1, , team/app, sha256:a, 1, false",
    "127.0.0.1:7437/team/web:1, sha256:a, team/web, sha256:a, 2, true",
    "127.0.0.1:7437/team/web:1, sha256:a, team/web, sha256:a, , true",
    "127.0.0.1:7437/team/web:1, sha256:b, team/web, sha256:a, 2, false",
    "127.0.0.1:7437/team/web@sha256:a, , team/web, sha256:a, , true",
    "127.0.0.1:7437/team/web:1@sha256:a, , team/web, sha256:b, 1, true",
    "127.0.0.1:7437/team/web, , team/web, sha256:a, latest, true",
    "127.0.0.1:7437/team/web@sha256:a, , team/web, sha256:b, latest, false",
    "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web:1, , team/web, sha256:a, 1, true",
    "localhost/web:1, , web, sha256:a, 1, true",
    "registry.example.com/web:1, , web, sha256:a, 1, true",
    "team/web:1, , team/web, sha256:a, 1, true",
    "web, , web, sha256:a, 0 latest, true"
  })
  void holdsWhatIsNamed(
      String name, String pulled, String repository, String digest, String tags, boolean held) {
    UsedImages images = new UsedImages();
    images.add("other:1", Optional.of("sha256:z"));
    images.add(name, Optional.ofNullable(pulled));
    List<String> all = tags == null ? List.of() : Arrays.asList(tags.split(" "));
    assertThat(images.hold(repository, digest, all)).isEqualTo(held);
  }
}
