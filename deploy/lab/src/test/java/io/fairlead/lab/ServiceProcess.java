package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One service in a JVM of its own, on this test's class path; its output goes to a file. */
record ServiceProcess(Class<?> main, Told told, Path log) {
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx384m");

  /** What a service is told, in the three ways there are. */
  record Told(
      Map<String, Object> properties, List<String> arguments, Map<String, String> environment) {}

  Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(FLAGS);
    told.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(told.arguments());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(told.environment());
    return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }
}
