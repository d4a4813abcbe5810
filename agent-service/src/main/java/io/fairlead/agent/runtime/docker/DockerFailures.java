package io.fairlead.agent.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.EngineFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** What the engine's and the connection's errors mean. */
final class DockerFailures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DockerFailures() {}

  /**
   * Translates an error of the client library. A value that the library cannot put into words for
   * the engine is refused; what comes neither from the engine nor from the connection is a bug and
   * is thrown.
   */
  static EngineFailure of(Throwable error) {
    if (error instanceof DockerException refusal) {
      return new EngineFailure(kind(refusal.getHttpStatus()), daemonSays(refusal), refusal);
    }
    if (error instanceof IllegalArgumentException) {
      return new EngineFailure(Kind.REFUSED, "invalid value: " + error.getMessage(), error);
    }
    Throwable cause = rootOf(error);
    if (Thread.interrupted() || cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new EngineFailure(Kind.INTERRUPTED, "interrupted", error);
    }
    if (cause instanceof SocketTimeoutException) {
      return new EngineFailure(Kind.TIMEOUT, "the engine did not answer in time", error);
    }
    if (cause instanceof InterruptedIOException) {
      return new EngineFailure(Kind.INTERRUPTED, "interrupted", error);
    }
    if (cause instanceof IOException) {
      return new EngineFailure(Kind.UNREACHABLE, "cannot talk to the engine: " + cause, error);
    }
    throw new IllegalStateException("engine call failed", error);
  }

  private static Kind kind(int httpStatus) {
    return switch (httpStatus) {
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.NOT_RUNNING;
      default -> Kind.REFUSED;
    };
  }

  /** The library puts {@code Status 404: } before the body, a JSON object with a message. */
  private static String daemonSays(DockerException refusal) {
    String text = String.valueOf(refusal.getMessage());
    String body = text.replaceFirst("^Status \\d+: ", "").strip();
    return "Error response from daemon: " + message(body);
  }

  private static String message(String body) {
    try {
      return JSON.readTree(body).path("message").asText(body);
    } catch (JsonProcessingException _) {
      return body;
    }
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    for (Throwable next = error; next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }

  /** Fails where an error was reported. */
  static void check(@Nullable Throwable error) throws EngineFailure {
    if (error != null) {
      throw of(error);
    }
  }
}
