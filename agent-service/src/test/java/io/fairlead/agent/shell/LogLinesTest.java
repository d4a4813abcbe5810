package io.fairlead.agent.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.proto.api.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final List<LogLine> lines = new ArrayList<>();
  private final LogLines cutter = new LogLines("web", lines::add);

  @Test
  void cutsAtLineEndsWhereverTheOutputIsTorn() {
    out("2026-11-23T10:00:00.5Z he");
    err("2026-11-23T10:00:01Z oops\n");
    out("llo\n2026-11-23T10:00:02Z \n2026-11-23T10:00:03Z last");
    cutter.end();

    assertThat(lines)
        .extracting(line -> line.getText().toStringUtf8())
        .containsExactly("oops", "hello", "", "last");
    assertThat(lines).extracting(LogLine::getStderr).containsExactly(true, false, false, false);
    assertThat(lines).extracting(LogLine::getContainer).containsOnly("web");
    assertThat(lines.get(1).getTime())
        .isEqualTo(Timestamp.newBuilder().setSeconds(1_795_428_000).setNanos(500_000_000).build());
  }

  @Test
  void keepsALineThatHasNoTime() {
    out("just words\n");

    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getText().toStringUtf8()).isEqualTo("just words");
              assertThat(line.hasTime()).isFalse();
            });
  }

  private void out(String text) {
    cutter.write(LogSink.Stream.STDOUT, text.getBytes(UTF_8));
  }

  private void err(String text) {
    cutter.write(LogSink.Stream.STDERR, text.getBytes(UTF_8));
  }
}
