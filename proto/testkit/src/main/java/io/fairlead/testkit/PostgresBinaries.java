package io.fairlead.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per machine from the archive on the classpath. */
final class PostgresBinaries {

  private static final int RWX_R_X_R_X = 0755;

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin/postgres} and the rest, below {@code cache}. The first call
   * unpacks 50 MB, which takes about two seconds; processes that race for it end with the same
   * folder.
   *
   * @throws IOException also when the classpath has no PostgreSQL for this system
   */
  static Path unpackedBelow(Path cache) throws IOException {
    String archive = archiveName();
    Path home = cache.resolve("postgresql-" + length(archive));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking-");
      unpack(archive, fresh);
      Folders.moveInPlace(fresh, home);
    }
    return home;
  }

  // The length of the compressed archive tells one build from another, and costs nothing to learn.
  private static long length(String archive) throws IOException {
    var url = PostgresBinaries.class.getResource("/" + archive);
    if (url == null) {
      throw new IOException("No PostgreSQL for this system on the classpath: " + archive);
    }
    return url.openConnection().getContentLengthLong();
  }

  private static String archiveName() {
    String arch = System.getProperty("os.arch");
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return "postgres-" + (mac ? "darwin" : "linux") + (arm ? "-arm_64" : "-x86_64") + ".txz";
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive);
        var tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, target.resolve(entry.getName()));
      }
    }
    chmod(target, RWX_R_X_R_X);
  }

  private static void write(InputStream tar, TarArchiveEntry entry, Path path) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      chmod(path, entry.getMode());
    }
  }

  private static void chmod(Path path, int mode) throws IOException {
    StringBuilder letters = new StringBuilder("rwxrwxrwx");
    for (int bit = 0; bit < 9; bit++) {
      if ((mode & (1 << (8 - bit))) == 0) {
        letters.setCharAt(bit, '-');
      }
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(letters.toString()));
  }
}
