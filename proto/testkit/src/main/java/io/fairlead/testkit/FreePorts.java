package io.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports on loopback that nothing listens on. They lie between 18000 and 32000: below the range
 * from which Linux takes the ports of outgoing connections, so that a port found free stays free
 * until it is used.
 */
public final class FreePorts {

  private static final int FIRST = 18_000;
  private static final int COUNT = 14_000;

  // Starts at another place in every process, so that parallel test runs seldom meet.
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % COUNT));

  private FreePorts() {}

  /** A port that is free now and that this JVM has not handed out before. */
  public static int next() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("No free port from " + FIRST + " on"));
  }

  /** The first of so many ports in a row that are free now and that this JVM has not handed out. */
  public static int block(int size) {
    int first = next();
    for (int found = 1; found < size; found++) {
      int port = next();
      if (port != first + found) {
        first = port;
        found = 0;
      }
    }
    return first;
  }

  /** Whether a server could listen on this port of 127.0.0.1 now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
