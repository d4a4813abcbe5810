package io.fairlead.scheduler.core.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Ids of 128 bits: 32 lower-case hexadecimal digits, or the 36 characters of a UUID. */
final class Ids {
  /** How many digits. */
  static final int HEX = 32;

  /** How many characters. */
  static final int UUID = 36;

  /** How many bytes. */
  static final int SIZE = 16;

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** One in each byte. */
  private static final long EACH = 0x0101010101010101L;

  private Ids() {}

  /** Reads digits into an id; false where there are other characters among them. */
  static boolean readHex(byte[] text, int at, byte[] id) {
    return read(
        id, eight(text, at), eight(text, at + 8), eight(text, at + 16), eight(text, at + 24));
  }

  /** Reads the characters of a UUID into an id; false where there is none. */
  static boolean readUuid(byte[] text, int at, byte[] id) {
    return text[at + 8] == '-'
        && text[at + 13] == '-'
        && text[at + 18] == '-'
        && text[at + 23] == '-'
        && read(
            id,
            eight(text, at),
            four(text, at + 9) << 32 | four(text, at + 14),
            four(text, at + 19) << 32 | four(text, at + 24),
            eight(text, at + 28));
  }

  private static long eight(byte[] text, int at) {
    return (long) LONG.get(text, at);
  }

  private static long four(byte[] text, int at) {
    return (int) INT.get(text, at) & 0xFFFFFFFFL;
  }

  private static boolean read(byte[] id, long first, long second, long third, long fourth) {
    long one = values(first);
    long two = values(second);
    long three = values(third);
    long four = values(fourth);
    long wrong = wrong(first, one) | wrong(second, two) | wrong(third, three) | wrong(fourth, four);
    LONG.set(id, 0, joined(one) << 32 | joined(two));
    LONG.set(id, Long.BYTES, joined(three) << 32 | joined(four));
    return wrong == 0;
  }

  /**
   * The values of eight digits, a byte each; more than 15, or those of other digits, for others.
   */
  private static long values(long digits) {
    return (digits & 0x0F * EACH) + 9 * (digits >>> 6 & EACH);
  }

  /** Not 0 where these are not the digits of the values. */
  private static long wrong(long digits, long values) {
    long letters = values + 6 * EACH >>> 4 & EACH;
    return values & ~(0x0F * EACH) | digits ^ values + '0' * EACH + ('a' - '9' - 1) * letters;
  }

  /** Eight values of four bits each. */
  private static long joined(long values) {
    long bytes = (values | values >>> 4) & 0x00FF00FF00FF00FFL;
    long pairs = (bytes | bytes >>> 8) & 0x0000FFFF0000FFFFL;
    return (pairs | pairs >>> 16) & 0xFFFFFFFFL;
  }

  static void writeHex(byte[] id, int at, byte[] out, int to) {
    writePart(id, at, SIZE, out, to);
  }

  static void writeUuid(byte[] id, int at, byte[] out, int to) {
    writePart(id, at, 4, out, to);
    out[to + 8] = '-';
    writePart(id, at + 4, 2, out, to + 9);
    out[to + 13] = '-';
    writePart(id, at + 6, 2, out, to + 14);
    out[to + 18] = '-';
    writePart(id, at + 8, 2, out, to + 19);
    out[to + 23] = '-';
    writePart(id, at + 10, 6, out, to + 24);
  }

  private static void writePart(byte[] id, int at, int bytes, byte[] out, int to) {
    for (int i = 0; i < bytes; i++) {
      int value = id[at + i] & 0xFF;
      out[to + 2 * i] = DIGITS[value >>> 4];
      out[to + 2 * i + 1] = DIGITS[value & 0xF];
    }
  }
}
