package io.fairlead.scheduler.core.packed;

import java.nio.charset.StandardCharsets;

/**
 * An ARN by which something is found.
 *
 * @param text what stands before the id; all of an ARN that has none
 * @param hasId whether it ends in an id of 32 digits, whose halves are {@code high} and {@code low}
 */
record Key(String text, boolean hasId, long high, long low) {

  static Key of(String arn) {
    byte[] bytes = arn.getBytes(StandardCharsets.UTF_8);
    byte[] one = new byte[Ids.SIZE];
    byte[] two = new byte[Ids.SIZE];
    return NameForm.read(bytes, 0, bytes.length, one, two) == NameForm.HEX
        ? new Key(
            arn.substring(0, arn.length() - Ids.HEX), true, word(one, 0), word(one, Long.BYTES))
        : new Key(arn, false, 0, 0);
  }

  /** The name of a record with these values of its own. */
  static Key of(Name name, byte[] own) {
    int id = name.id();
    return id < 0
        ? new Key(name.text(), false, 0, 0)
        : new Key(name.text(), true, word(own, id), word(own, id + Long.BYTES));
  }

  private static long word(byte[] bytes, int at) {
    return (long) Ids.LONG.get(bytes, at);
  }

  int hash() {
    return hasId ? Long.hashCode(low * 0x9E3779B97F4A7C15L) : text.hashCode();
  }

  /** Whether a record with these values of its own bears this name. */
  boolean is(Name name, byte[] own) {
    int id = name.id();
    return id >= 0 == hasId
        && (!hasId || word(own, id + Long.BYTES) == low && word(own, id) == high)
        && name.text().equals(text);
  }
}
