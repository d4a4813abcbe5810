package io.fairlead.agent.runtime;

import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.EnvironmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A container's environment. What {@code environment} says wins over the files, and of the files
 * the first that names a variable.
 */
public final class Environment {
  private Environment() {}

  /**
   * Reads the variables of a container.
   *
   * @throws EngineFailure refused, naming the file that cannot be read
   */
  public static Map<String, String> of(ContainerDefinition container) throws EngineFailure {
    Map<String, String> variables = new LinkedHashMap<>();
    container.getEnvironmentList().forEach(pair -> variables.put(pair.getName(), pair.getValue()));
    for (EnvironmentFile file : container.getEnvironmentFilesList()) {
      read(file.getValue(), variables);
    }
    return variables;
  }

  private static void read(String location, Map<String, String> variables) throws EngineFailure {
    Path path = Path.of(location.startsWith("file://") ? location.substring(7) : location);
    try {
      for (String line : Files.readAllLines(path)) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          variables.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      throw new EngineFailure(
          EngineFailure.Kind.REFUSED, "environmentFiles: cannot read " + path + ": " + e, e);
    }
  }
}
