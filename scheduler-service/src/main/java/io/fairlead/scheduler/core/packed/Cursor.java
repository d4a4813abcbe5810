package io.fairlead.scheduler.core.packed;

/** Where one reads in bytes that protobuf has written. */
final class Cursor {
  byte[] array = {};
  int at;

  void begin(byte[] bytes, int from) {
    array = bytes;
    at = from;
  }

  int next() {
    return array[at++];
  }

  long varint() {
    byte first = array[at++];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7F;
    for (int shift = 7; shift < 64; shift += 7) {
      byte next = array[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no varint at " + at);
  }

  /** Passes the value of a field of that wire type. */
  void skip(int wireType) {
    switch (wireType) {
      case 0 -> varint();
      case 1 -> at += 8;
      case 2 -> {
        int length = (int) varint();
        at += length;
      }
      case 5 -> at += 4;
      default -> throw new IllegalArgumentException("wire type " + wireType + " at " + at);
    }
  }
}
