package io.fairlead.lab;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Starts parts of the control plane as processes of their own, as they would be on machines of
 * their own: with the lab's class path and its flags, but for the heap. What one says goes to
 * {@code log/NAME.log}; what it is told, secrets among it, stands in a file of its owner's.
 */
record PartProcess(Home home) {
  private static final int PATIENCE_SECONDS = 20;
  private static final String HEAP = "-Xmx384m";

  /** The flags that the processes share with the lab; the start-up cache needs the same ones. */
  private static final List<String> SHARED =
      List.of("-XX:", "-Xlog", "--enable-native-access", "--sun-misc-unsafe-memory-access");

  /**
   * Starts a service.
   *
   * @param told its properties
   */
  Keeper.Running service(String name, Map<String, Object> told, Runnable ended) throws IOException {
    Path file = home.folder().resolve("run").resolve(name + ".properties");
    Properties properties = new Properties();
    told.forEach((key, value) -> properties.setProperty(key, value.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Home.writePrivate(file, text.toString());
    return start(name, List.of("-Dmicronaut.config.files=" + file), List.of(), ended);
  }

  Keeper.Running start(String name, List<String> flags, List<String> arguments, Runnable ended)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(sharedFlags());
    command.add(HEAP);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PartMain.class.getName(), name));
    command.addAll(arguments);
    Path log = home.folder().resolve("log").resolve(name + ".log");
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.onExit().thenRun(ended);
    return new Keeper.Running() {
      @Override
      public List<ProcessHandle> processes() {
        return process.isAlive() ? List.of(process.toHandle()) : List.of();
      }

      @Override
      public void close() throws IOException {
        end(process);
      }
    };
  }

  private static List<String> sharedFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> SHARED.stream().anyMatch(flag::startsWith))
        .toList();
  }

  private static void end(Process process) throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a part ends", e);
    }
  }
}
