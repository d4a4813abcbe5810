package io.fairlead.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the variables come from: properties, over them a file of {@code NAME=value} lines, over it
 * the environment.
 */
public final class ConfigSources {
  /** Names the file; where it is not set and the default file is not there, there is none. */
  public static final String FILE_VARIABLE = "FAIRLEAD_AGENT_CONFIG";

  private static final Path DEFAULT_FILE = Path.of("/etc/fairlead/agent.config");

  private ConfigSources() {}

  /**
   * All variables that are set anywhere, the join token read from its file while that is there.
   *
   * @param properties answers for the properties of {@link Variables#property}
   * @throws IOException if a named file cannot be read
   */
  public static Map<String, String> variables(
      Map<String, String> environment, Function<String, Optional<String>> properties)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(Variables.fromProperties(properties));
    all.putAll(file(environment));
    all.putAll(environment);
    String tokenFile = all.get(Variables.JOIN_TOKEN_FILE);
    if (tokenFile != null
        && !all.containsKey(Variables.JOIN_TOKEN)
        && Files.exists(Path.of(tokenFile))) {
      all.put(Variables.JOIN_TOKEN, Files.readString(Path.of(tokenFile)).strip());
    }
    return all;
  }

  private static Map<String, String> file(Map<String, String> environment) throws IOException {
    String named = environment.get(FILE_VARIABLE);
    if (named != null) {
      return parse(Files.readAllLines(Path.of(named)));
    }
    return Files.exists(DEFAULT_FILE) ? parse(Files.readAllLines(DEFAULT_FILE)) : Map.of();
  }

  /**
   * Reads lines as they stand in an ecs.config file: blank lines and those that begin with # mean
   * nothing.
   */
  static Map<String, String> parse(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        // Not shown: it may be the rest of a secret that was broken over lines.
        throw new InvalidSetting("line " + number, "(not shown)", "expected NAME=value");
      }
      values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return values;
  }
}
