package io.fairlead.scheduler.core.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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
  private static final byte[] VALUES = values();

  private Ids() {}

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }

  /** Reads digits into an id; false where there are other characters among them. */
  static boolean readHex(byte[] text, int at, byte[] id) {
    return readPart(text, at, id, 0, SIZE);
  }

  /** Reads the characters of a UUID into an id; false where there is none. */
  static boolean readUuid(byte[] text, int at, byte[] id) {
    return text[at + 8] == '-'
        && text[at + 13] == '-'
        && text[at + 18] == '-'
        && text[at + 23] == '-'
        && readPart(text, at, id, 0, 4)
        && readPart(text, at + 9, id, 4, 2)
        && readPart(text, at + 14, id, 6, 2)
        && readPart(text, at + 19, id, 8, 2)
        && readPart(text, at + 24, id, 10, 6);
  }

  private static boolean readPart(byte[] text, int at, byte[] id, int to, int bytes) {
    int bad = 0;
    for (int i = 0; i < bytes; i++) {
      int high = VALUES[text[at + 2 * i] & 0xFF];
      int low = VALUES[text[at + 2 * i + 1] & 0xFF];
      bad |= high | low;
      id[to + i] = (byte) (high << 4 | low);
    }
    return bad >= 0;
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
