package io.fairlead.agent.shell;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/** Failures in one line, for logs. */
final class Failures {
  private Failures() {}

  static String words(Throwable failure) {
    if (failure instanceof StatusRuntimeException || failure instanceof StatusException) {
      Status status = Status.fromThrowable(failure);
      return quoted(status.getCode() + ": " + status.getDescription());
    }
    return quoted(failure.toString());
  }

  private static String quoted(String text) {
    return "\"" + text.replace('"', '\'').replaceAll("\\s+", " ") + "\"";
  }
}
