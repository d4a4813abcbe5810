package io.fairlead.registry.blobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets what is written above it be closed while the file stays open, to be forced. */
final class Uncloseable extends FilterOutputStream {
  Uncloseable(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
