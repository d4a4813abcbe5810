package io.fairlead.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Fairlead on this machine, as its folder tells: where it is reached, and the administrator's
 * key.
 *
 * @param home the value of {@code FAIRLEAD_HOME}
 */
record Installation(Path home) {

  /** An access key from a file in the form of {@code ~/.aws/credentials}. */
  record Key(String id, String secret) {}

  static Installation here() {
    String home = System.getenv("FAIRLEAD_HOME");
    return new Installation(
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".fairlead")
            : Path.of(home));
  }

  /** Lines of {@code name=value} that a running lab keeps; empty where none runs. */
  Map<String, String> ready() {
    return pairs(home.resolve("run").resolve("ready"));
  }

  Path credentialsFile() {
    return home.resolve("credentials");
  }

  Optional<Key> key() {
    Map<String, String> values = pairs(credentialsFile());
    String id = values.get("aws_access_key_id");
    String secret = values.get("aws_secret_access_key");
    return id == null || secret == null ? Optional.empty() : Optional.of(new Key(id, secret));
  }

  private static Map<String, String> pairs(Path file) {
    Map<String, String> pairs = new HashMap<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          int equals = line.indexOf('=');
          if (equals > 0) {
            pairs.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return pairs;
  }
}
