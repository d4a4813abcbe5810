package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** What the demo does around Fairlead: calls its service, kills a container. */
final class DemoCall {
  private static final int TIMEOUT_MILLIS = 2_000;

  private DemoCall() {}

  /** The first line of the answer. A container that just started may not listen yet. */
  static String get(String address, Duration patience) {
    return new Polling(patience)
        .until(
            () -> tryGet(address),
            answer -> !answer.isEmpty(),
            address + " does not answer",
            "See: fairlead logs fairlead-demo");
  }

  private static String tryGet(String address) {
    try {
      HttpURLConnection call = (HttpURLConnection) URI.create(address).toURL().openConnection();
      call.setConnectTimeout(TIMEOUT_MILLIS);
      call.setReadTimeout(TIMEOUT_MILLIS);
      try (var body = call.getInputStream()) {
        return new String(body.readAllBytes(), UTF_8).lines().findFirst().orElse("");
      }
    } catch (IOException notYet) {
      return "";
    }
  }

  static void killContainer(String id) {
    try {
      Process process =
          new ProcessBuilder("docker", "kill", id)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (process.waitFor() != 0) {
        throw CommandFailure.failed("docker kill " + id + " failed", "Is the engine still there?");
      }
    } catch (IOException e) {
      throw CommandFailure.failed("the docker command is not here", "Install docker.io.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", "");
    }
  }
}
