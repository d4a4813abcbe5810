package io.fairlead.agent.shell;

import com.google.protobuf.ByteString;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Cuts a container's output, in which each line begins with its time in RFC 3339, into lines. */
final class LogLines {
  private final String container;
  private final Consumer<LogLine> lines;
  private final Map<LogSink.Stream, ByteArrayOutputStream> begun =
      new EnumMap<>(LogSink.Stream.class);

  LogLines(String container, Consumer<LogLine> lines) {
    this.container = container;
    this.lines = lines;
  }

  /** Takes output as it comes, whole lines or not. */
  void write(LogSink.Stream stream, byte[] bytes) {
    ByteArrayOutputStream line = begun.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
    for (byte next : bytes) {
      if (next == '\n') {
        emit(stream, line);
      } else {
        line.write(next);
      }
    }
  }

  /** Gives out what has no end of line. */
  void end() {
    begun.forEach(
        (stream, line) -> {
          if (line.size() > 0) {
            emit(stream, line);
          }
        });
  }

  private void emit(LogSink.Stream stream, ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    line.reset();
    LogLine.Builder out =
        LogLine.newBuilder().setContainer(container).setStderr(stream == LogSink.Stream.STDERR);
    int text = time(bytes, out);
    lines.accept(out.setText(ByteString.copyFrom(bytes, text, bytes.length - text)).build());
  }

  /** Sets the line's time and returns where its text begins: at 0 where there is no time. */
  private static int time(byte[] line, LogLine.Builder out) {
    int space = 0;
    while (space < line.length && line[space] != ' ') {
      space++;
    }
    try {
      Instant time = Instant.parse(new String(line, 0, space, StandardCharsets.UTF_8));
      out.setTime(ProtoTime.of(time));
      return Math.min(space + 1, line.length);
    } catch (DateTimeParseException e) {
      return 0;
    }
  }
}
