package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK {@code .mvn/find-jdk.sh} takes. */
class FindJdkTest {
  @TempDir Path folder;

  private Script.Outcome find(Map<String, String> environment) throws Exception {
    return new Script(folder)
        .bash(environment, ". '" + Script.ROOT.resolve(".mvn/find-jdk.sh") + "'; echo $JAVA_HOME");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(javac, "#!/bin/bash\n");
    Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @Test
  void takesTheOneThatIsPointedTo() throws Exception {
    Path pointed = jdk("pointed", "26.0.1");
    Path home = jdk("home", "25");

    Script.Outcome outcome =
        find(Map.of("FAIRLEAD_JAVA_HOME", pointed.toString(), "JAVA_HOME", home.toString()));

    assertThat(outcome).isEqualTo(new Script.Outcome(0, pointed + "\n"));
  }

  @Test
  void refusesToBePointedToAnOldOne() throws Exception {
    Path old = jdk("old", "17.0.2");

    Script.Outcome outcome = find(Map.of("FAIRLEAD_JAVA_HOME", old.toString()));

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.output()).contains("FAIRLEAD_JAVA_HOME is " + old);
  }

  @Test
  void passesOverAJavaHomeThatIsTooOldOrNoCompiler() throws Exception {
    Path old = jdk("old", "24.0.1");
    Path path = jdk("path", "25.0.3");
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));

    for (Path home : new Path[] {old, runtime}) {
      Map<String, String> environment = new HashMap<>();
      environment.put("JAVA_HOME", home.toString());
      environment.put("PATH", path.resolve("bin") + ":/usr/bin:/bin");
      assertThat(find(environment)).isEqualTo(new Script.Outcome(0, path + "\n"));
    }
  }

  @Test
  void followsTheLinksOfAJavacOnThePath() throws Exception {
    Path real = jdk("real", "25.0.1");
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("javac"), real.resolve("bin/javac"));

    assertThat(find(Map.of("PATH", links + ":/usr/bin:/bin")))
        .isEqualTo(new Script.Outcome(0, real + "\n"));
  }
}
