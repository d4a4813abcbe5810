package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Path;

/** The image of the tests, made without a registry from the machine's static busybox. */
final class LocalImage {
  static final String NAME = "fairlead/busybox:latest";

  private static final String SCRIPT =
      """
      set -eu
      docker image inspect "$0" >/dev/null 2>&1 && exit 0
      root=$(mktemp -d)
      trap 'rm -rf "$root"' EXIT
      mkdir -p "$root/bin" "$root/tmp" "$root/etc"
      cp "$(command -v busybox)" "$root/bin/busybox"
      for applet in $(busybox --list); do ln -sf busybox "$root/bin/$applet"; done
      tar -C "$root" -c . | docker import -c 'ENV PATH=/bin' -c 'CMD ["sh"]' - "$0"
      """;

  private LocalImage() {}

  static void ensure(Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", SCRIPT, NAME)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("The image " + NAME + " cannot be made; see " + log);
    }
  }
}
