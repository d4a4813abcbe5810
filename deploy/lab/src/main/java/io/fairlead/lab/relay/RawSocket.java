package io.fairlead.lab.relay;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A packet socket of Linux (packet(7)): all frames that arrive at one network interface, and a way
 * to send some from it. Each frame bears the kernel's own header (virtio_net_hdr), which says what
 * is yet to be done to it, such as its checksum and its cutting to size, and is sent with it again.
 * One thread may receive and one send.
 */
final class RawSocket {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final short ETH_P_ALL = Short.reverseBytes((short) 3); // as the network has it
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_VNET_HDR = 15;
  private static final int PACKET_IGNORE_OUTGOING = 23;

  private static final int BUFFERED = 4 << 20;
  private static final int LARGEST = 128 << 10;

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECV =
      call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = call("if_nametoindex", JAVA_INT, ADDRESS);

  private final int descriptor;
  private final MemorySegment name;
  private final MemorySegment incoming = Arena.global().allocate(LARGEST);
  private final MemorySegment outgoing = Arena.global().allocate(LARGEST);

  private RawSocket(int descriptor, MemorySegment name) {
    this.descriptor = descriptor;
    this.name = name;
  }

  private static MethodHandle call(String name, MemoryLayout answer, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(answer, arguments));
  }

  /** Opens one, which takes the right CAP_NET_RAW. */
  static RawSocket of(String networkInterface) throws IOException {
    MemorySegment name = Arena.global().allocateFrom(networkInterface);
    int index = (int) made(() -> (int) IF_NAMETOINDEX.invokeExact(name));
    if (index == 0) {
      throw new IOException("there is no network interface " + networkInterface);
    }
    // Of protocol 0: it takes nothing until it is bound to its interface.
    int descriptor = (int) made(() -> (int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, 0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment second = arena.allocateFrom(JAVA_LONG, 1, 0); // timeval
      set(descriptor, SOL_SOCKET, SO_RCVTIMEO, second);
      set(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, arena.allocateFrom(JAVA_INT, BUFFERED));
      set(descriptor, SOL_PACKET, PACKET_VNET_HDR, arena.allocateFrom(JAVA_INT, 1));
      set(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, arena.allocateFrom(JAVA_INT, 1));
      MemorySegment address = arena.allocate(20, Integer.BYTES); // sockaddr_ll
      address.set(JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(JAVA_SHORT, 2, ETH_P_ALL);
      address.set(JAVA_INT, 4, index);
      int bytes = (int) address.byteSize();
      require(made(() -> (int) BIND.invokeExact(descriptor, address, bytes)) == 0, "bind");
    }
    return new RawSocket(descriptor, name);
  }

  private static void set(int descriptor, int level, int option, MemorySegment value)
      throws IOException {
    int bytes = (int) value.byteSize();
    long answer = made(() -> (int) SETSOCKOPT.invokeExact(descriptor, level, option, value, bytes));
    require(answer == 0, "setsockopt " + level + " " + option);
  }

  private static void require(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException(what + " of a packet socket fails");
    }
  }

  /** Whether the interface is still there. */
  boolean exists() {
    return made(() -> (int) IF_NAMETOINDEX.invokeExact(name)) != 0;
  }

  /** The next frame; empty where none comes for a second, or the interface is down. */
  Optional<byte[]> receive() {
    long bytes = made(() -> (long) RECV.invokeExact(descriptor, incoming, (long) LARGEST, 0));
    return bytes > 0
        ? Optional.of(incoming.asSlice(0, bytes).toArray(JAVA_BYTE))
        : Optional.empty();
  }

  /** Sends a frame, which is lost where the interface is down, as on any cable. */
  void send(byte[] frame) {
    MemorySegment.copy(frame, 0, outgoing, JAVA_BYTE, 0, frame.length);
    var _ = made(() -> (long) SEND.invokeExact(descriptor, outgoing, (long) frame.length, 0));
  }

  @FunctionalInterface
  private interface Call {
    long make() throws Throwable;
  }

  private static long made(Call call) {
    try {
      return call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library cannot be made", e);
    }
  }
}
