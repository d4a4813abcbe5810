package io.fairlead.scheduler.core.packed;

/**
 * The moments of one record, each as its distance from the one before: those of one task lie close
 * together.
 */
final class Moments {
  private static final long NANOS = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final int MILLIS_APART = 0;
  private static final int NANOS_APART = 1;
  private static final int AS_IT_IS = 2;
  // Before all moments that matter, and close enough to count nanoseconds from.
  private static final long BEGINNING = 1_790_000_000L * NANOS;
  private static final long FIRST_SECOND = 1_000_000_000L;
  private static final long LAST_SECOND = 8_000_000_000L;
  private static final long FARTHEST = 1L << 59;
  private static final int SECONDS_TAG = 1 << 3;
  private static final int NANOS_TAG = 2 << 3;

  private long last;

  void begin() {
    last = BEGINNING;
  }

  /** Takes the timestamp whose bytes end there. */
  void pack(Cursor in, int end, Bytes out) {
    int start = in.at;
    long seconds = field(in, end, SECONDS_TAG);
    long nanos = field(in, end, NANOS_TAG);
    long apart = seconds * NANOS + nanos - last;
    boolean plain = in.at == end && nanos >= 0 && nanos < NANOS;
    if (!plain || seconds < FIRST_SECOND || seconds > LAST_SECOND || Math.abs(apart) >= FARTHEST) {
      out.put(AS_IT_IS);
      out.putVarint(end - start);
      out.put(in.array, start, end - start);
      in.at = end;
      return;
    }
    last += apart;
    if (apart % MILLI == 0) {
      out.putVarint(zigzag(apart / MILLI) << 2 | MILLIS_APART);
    } else {
      out.putVarint(zigzag(apart) << 2 | NANOS_APART);
    }
  }

  private static long field(Cursor in, int end, int tag) {
    if (in.at < end && in.array[in.at] == tag) {
      in.at++;
      return in.varint();
    }
    return 0;
  }

  /** Writes the timestamp, its length before it. */
  void unpack(Cursor in, Bytes out) {
    long packed = in.varint();
    if ((packed & 3) == AS_IT_IS) {
      int length = (int) in.varint();
      out.putVarint(length);
      out.put(in.array, in.at, length);
      in.at += length;
      return;
    }
    last += unzigzag(packed >>> 2) * ((packed & 3) == MILLIS_APART ? MILLI : 1);
    long seconds = last / NANOS;
    long nanos = last % NANOS;
    out.put(1 + Bytes.sizeOf(seconds) + (nanos == 0 ? 0 : 1 + Bytes.sizeOf(nanos)));
    out.put(SECONDS_TAG);
    out.putVarint(seconds);
    if (nanos != 0) {
      out.put(NANOS_TAG);
      out.putVarint(nanos);
    }
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
