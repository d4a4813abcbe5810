package io.fairlead.proto;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Moments as messages carry them. */
public final class ProtoTime {
  private ProtoTime() {}

  /** A moment as a message carries it, to the nanosecond. */
  public static Timestamp of(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  /** The moment that a message carries. */
  public static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
