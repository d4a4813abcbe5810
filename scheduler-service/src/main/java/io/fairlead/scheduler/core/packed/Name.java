package io.fairlead.scheduler.core.packed;

import java.nio.charset.StandardCharsets;

/**
 * A name in a stencil.
 *
 * @param text what stands before the id, of ISO 8859-1; or all of a name that has none
 * @param id where the id stands in what is own; negative where there is none
 */
record Name(String text, int id) {
  static final Name NONE = new Name("", -1);

  /** The name in full. */
  String of(byte[] own) {
    if (id < 0) {
      return text;
    }
    byte[] name = new byte[text.length() + Ids.HEX];
    for (int i = 0; i < text.length(); i++) {
      name[i] = (byte) text.charAt(i);
    }
    Ids.writeHex(own, id, name, text.length());
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
