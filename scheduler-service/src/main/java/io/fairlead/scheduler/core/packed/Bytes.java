package io.fairlead.scheduler.core.packed;

import java.util.Arrays;

/** Bytes to which more are added, with the varints of protobuf. */
final class Bytes {
  byte[] array = new byte[512];
  int size;

  void clear() {
    size = 0;
  }

  void put(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  void put(byte[] from, int at, int length) {
    reserve(length);
    System.arraycopy(from, at, array, size, length);
    size += length;
  }

  void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** Puts the length of all that was added since then before it. */
  void putLengthAt(int start) {
    int length = size - start;
    int gap = sizeOf(length);
    reserve(gap);
    System.arraycopy(array, start, array, start + gap, length);
    size = start;
    putVarint(length);
    size = start + gap + length;
  }

  static int sizeOf(long varint) {
    return varint == 0 ? 1 : (70 - Long.numberOfLeadingZeros(varint)) / 7;
  }

  void reserve(int more) {
    if (size + more > array.length) {
      array = Arrays.copyOf(array, Math.max(size + more, array.length * 2));
    }
  }
}
