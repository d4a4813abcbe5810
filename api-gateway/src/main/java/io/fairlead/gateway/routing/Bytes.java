package io.fairlead.gateway.routing;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/** Messages that pass through as the bytes they are. */
public enum Bytes implements Marshaller<byte[]> {
  /** The only one. */
  AS_THEY_ARE;

  @Override
  public InputStream stream(byte[] value) {
    return new ByteStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream instanceof KnownLength
          ? stream.readNBytes(stream.available())
          : stream.readAllBytes();
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("cannot read a message")
          .withCause(e)
          .asRuntimeException();
    }
  }
}
