package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiresEngineTest {

  @Test
  void runsWhereAnEngineAnswers() {
    assertThat(EngineCondition.decide("t", "unix:///s", true, false).isDisabled()).isFalse();
    assertThat(EngineCondition.decide("t", "unix:///s", true, true).isDisabled()).isFalse();
  }

  @Test
  void skipsWhereNoneAnswers() {
    var result = EngineCondition.decide("only a test of the skipping", "unix:///s", false, false);
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason().orElseThrow()).contains("unix:///s");
  }

  @Test
  void failsWhereOneMustAnswer() {
    assertThatThrownBy(() -> EngineCondition.decide("t", "unix:///s", false, true))
        .hasMessageContaining("FAIRLEAD_REQUIRE_ENGINE=1");
  }

  @Test
  void asksAtTheUsualSocketUnlessToldOtherwise() {
    assertThat(EnginePing.address(Optional.empty())).isEqualTo("unix:///var/run/docker.sock");
    assertThat(EnginePing.address(Optional.of(" "))).isEqualTo("unix:///var/run/docker.sock");
    assertThat(EnginePing.address(Optional.of("tcp://h:1"))).isEqualTo("tcp://h:1");
  }

  @Test
  void noSocketIsNoAnswer(@TempDir Path folder) {
    assertThat(EnginePing.answers("unix://" + folder.resolve("none.sock"))).isFalse();
    assertThat(EnginePing.answers("tcp://127.0.0.1:" + FreePorts.next())).isFalse();
  }

  @Test
  void onlyOkIsAnAnswer() throws Exception {
    assertThat(pinging("HTTP/1.1 200 OK\r\n\r\nOK")).isTrue();
    assertThat(pinging("HTTP/1.1 503 Not now\r\n\r\n")).isFalse();
    assertThat(pinging("SSH-2.0")).isFalse();
  }

  private static boolean pinging(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(
          () -> {
            try (var peer = server.accept()) {
              peer.getInputStream().read();
              peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      return EnginePing.answers("tcp://127.0.0.1:" + server.getLocalPort());
    }
  }
}
