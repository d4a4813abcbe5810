package io.fairlead.registry.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered with. To HEAD the same is said, without the body. */
record Answer(int status, Map<String, String> headers, Body body) {

  /** What follows the headers. */
  sealed interface Body {
    long length();

    /** Nothing. */
    record None() implements Body {
      @Override
      public long length() {
        return 0;
      }
    }

    /** What is at hand. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Body {
      @Override
      public long length() {
        return bytes.length;
      }
    }

    /** What is written bit by bit. */
    record Stream(long length, Source source) implements Body {}
  }

  /** Writes the body. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  static Answer of(int status) {
    return new Answer(status, Map.of(), new Body.None());
  }

  static Answer of(int status, String contentType, byte[] bytes) {
    return new Answer(status, Map.of("Content-Type", contentType), new Body.Bytes(bytes));
  }

  /** The same with one header more. */
  Answer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
