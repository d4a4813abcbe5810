package io.fairlead.lab.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The instances of a lab of real instances.
 *
 * @param folder of the instances, a folder each
 * @param command begins and ends faults: {@code deploy/lab/bin/fault}
 */
public record RealInstances(Path folder, Path command) implements Subjects {
  private static final String ZONE = "zone:";

  @Override
  public List<String> named(String target) throws IOException {
    List<String> named = new ArrayList<>();
    for (String name : names(folder)) {
      if (target.equals(name) || target.equals(ZONE + zone(name))) {
        named.add(name);
      }
    }
    return named;
  }

  @Override
  public String known() throws IOException {
    return String.join(", ", names(folder));
  }

  static List<String> names(Path instances) throws IOException {
    try (Stream<Path> folders = Files.list(instances)) {
      return folders
          .filter(path -> Files.exists(settings(path)))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private String zone(String name) throws IOException {
    return Files.readAllLines(settings(folder.resolve(name))).stream()
        .filter(line -> line.startsWith("zone="))
        .findFirst()
        .map(line -> line.substring("zone=".length()))
        .orElse("");
  }

  private static Path settings(Path instance) {
    return instance.resolve("settings");
  }

  /** All but what only a process, a container or a simulated engine can have. */
  @Override
  public Set<Fault> possible(String instance) {
    return EnumSet.complementOf(
        EnumSet.of(
            Fault.LIE, Fault.KILL, Fault.HOLD, Fault.SLOW, Fault.OOM, Fault.CPU, Fault.MEMORY));
  }

  /**
   * @param instance or a container on it, as {@link Containers} name them
   */
  @Override
  public void begin(Fault fault, String instance, String value) throws IOException {
    run("begin", fault, instance, value);
  }

  @Override
  public void end(Fault fault, String instance, String value) throws IOException {
    run("end", fault, instance, value);
  }

  private void run(String step, Fault fault, String instance, String value) throws IOException {
    Process process =
        new ProcessBuilder(command.toString(), step, fault.word(), instance, value)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said.isEmpty() ? command + " failed" : said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
