package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MishapsTest {
  @TempDir Path folder;

  private static List<String> kill(int first, int count) {
    if (first + count > 11) {
      throw new IllegalArgumentException("there are 10 instances");
    }
    return IntStream.range(first, first + count).mapToObj(number -> "arn-" + number).toList();
  }

  private Mishaps listen() throws IOException {
    return Mishaps.listen(
        folder.resolve("mishaps"),
        new SimulatedMishaps(MishapsTest::kill, words -> List.of("asked " + words)));
  }

  private List<String> ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(folder.resolve("mishaps")));
      channel.write(ByteBuffer.wrap(command.getBytes(UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void namesWhomItKilled() throws IOException {
    try (Mishaps mishaps = listen()) {
      assertThat(ask("kill 3 2\n")).containsExactly("arn-3", "arn-4");
      assertThat(ask("kill 1 1\n")).containsExactly("arn-1");
    }
  }

  @Test
  void saysWhatItCannotDo() throws IOException {
    try (Mishaps mishaps = listen()) {
      assertThat(ask("kill 10 2\n")).containsExactly("error there are 10 instances");
      assertThat(ask("kill some\n")).containsExactly("error the command is: kill FIRST COUNT");
      assertThat(ask("list\n")).containsExactly("asked [list]");
      assertThat(ask("kill x 1\n")).singleElement().asString().startsWith("error ");
    }
  }

  @Test
  void nobodyElseCanOpenItAndNothingIsLeft() throws IOException {
    Path path = folder.resolve("mishaps");
    try (Mishaps mishaps = listen()) {
      assertThat(Files.getPosixFilePermissions(path))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
    assertThat(path).doesNotExist();
  }
}
