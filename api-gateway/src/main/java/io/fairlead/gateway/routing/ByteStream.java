package io.fairlead.gateway.routing;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in a form that gRPC writes at once, without a buffer of its own for each message. */
final class ByteStream extends ByteArrayInputStream implements Drainable, KnownLength {
  ByteStream(byte[] bytes) {
    super(bytes);
  }

  @Override
  public synchronized int drainTo(OutputStream target) throws IOException {
    int length = count - pos;
    target.write(buf, pos, length);
    pos = count;
    return length;
  }
}
