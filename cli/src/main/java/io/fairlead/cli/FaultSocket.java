package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** Where the lab on this machine takes commands to do harm: only its owner can. */
record FaultSocket(Path path) {
  /** Stands for what is not said. */
  static final String NONE = "-";

  private static final String ERROR = "error ";

  static FaultSocket here() {
    return new FaultSocket(Installation.here().home().resolve("run").resolve("mishaps"));
  }

  /**
   * One command and its answer, a line each.
   *
   * @throws CommandFailure where it was not done
   */
  List<String> ask(String... words) {
    List<String> answer;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      ByteBuffer command = ByteBuffer.wrap((String.join(" ", words) + "\n").getBytes(UTF_8));
      while (command.hasRemaining()) {
        channel.write(command);
      }
      answer = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no lab takes faults at " + path + ": " + e.getMessage(),
          "Start one: fairlead lab up, or fairlead up --simulated 4");
    }
    if (!answer.isEmpty() && answer.getFirst().startsWith(ERROR)) {
      throw CommandFailure.failed(answer.getFirst().substring(ERROR.length()), "");
    }
    return answer;
  }
}
