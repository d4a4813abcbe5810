package io.fairlead.lab.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A process that hands on all frames between two network interfaces, each way late. Takes their
 * names, the delay and by how much it varies, both in milliseconds. It says when it does so, and
 * ends when one of the interfaces is gone.
 */
final class Relay {
  /** What is on its way each way: at a delay of 100 ms enough for 320 MB a second. */
  private static final int ROOM = 32 << 20;

  private Relay() {}

  @SuppressWarnings("SystemOut") // whoever started it waits for this line
  public static void main(String[] arguments) throws IOException {
    RawSocket one = RawSocket.of(arguments[0]);
    RawSocket other = RawSocket.of(arguments[1]);
    Duration delay = Duration.ofMillis(Long.parseLong(arguments[2]));
    Duration jitter = Duration.ofMillis(Long.parseLong(arguments[3]));
    relay(one, other, new DelayLine(delay, jitter, ROOM, RandomGenerator.getDefault()));
    relay(other, one, new DelayLine(delay, jitter, ROOM, RandomGenerator.getDefault()));
    System.out.println("relays");
  }

  private static void relay(RawSocket from, RawSocket to, DelayLine line) {
    Thread.ofPlatform().name("receives").start(() -> receive(from, line));
    Thread.ofPlatform().name("sends").daemon().start(() -> send(line, to));
  }

  private static void receive(RawSocket from, DelayLine line) {
    while (from.exists()) {
      from.receive().ifPresent(line::put);
    }
    System.exit(0);
  }

  private static void send(DelayLine line, RawSocket to) {
    try {
      while (true) {
        to.send(line.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
