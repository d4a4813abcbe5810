package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  @Test
  void makesASecretOnceAndKeepsItToItsOwner() throws IOException {
    Home home = new Home(folder);

    String secret = home.randomSecret("token");

    assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
    assertThat(home.randomSecret("token")).isEqualTo(secret);
    assertThat(home.randomSecret("other")).isNotEqualTo(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secret("token"))))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsTheNameOfTheInstallation() throws IOException {
    assertThat(new Home(folder).installation()).isEqualTo(new Home(folder).installation());
  }
}
