package io.fairlead.scheduler.core.packed;

import java.nio.charset.StandardCharsets;

/**
 * An ARN to look up.
 *
 * @param hasId whether it ends in an id of 32 digits, whose halves are {@code high} and {@code low}
 */
record Key(String arn, boolean hasId, long high, long low) {

  static Key of(String arn) {
    byte[] text = arn.getBytes(StandardCharsets.UTF_8);
    byte[] one = new byte[Ids.SIZE];
    byte[] two = new byte[Ids.SIZE];
    return NameForm.read(text, 0, text.length, one, two) == NameForm.HEX
        ? new Key(arn, true, (long) Ids.LONG.get(one, 0), (long) Ids.LONG.get(one, Long.BYTES))
        : new Key(arn, false, 0, 0);
  }

  static int hash(long low) {
    return Long.hashCode(low * 0x9E3779B97F4A7C15L);
  }

  int hash() {
    return hasId ? hash(low) : arn.hashCode();
  }
}
