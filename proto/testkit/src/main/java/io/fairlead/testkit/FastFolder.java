package io.fairlead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Puts a test's folder into memory where there is room: {@code @TempDir(factory =
 * FastFolder.class)}. A database makes and deletes a thousand files, which on a busy disk takes
 * longer than all the rest of a test.
 */
public final class FastFolder implements TempDirFactory {

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.createTempDirectory(Folders.fastest(), "junit-");
  }
}
