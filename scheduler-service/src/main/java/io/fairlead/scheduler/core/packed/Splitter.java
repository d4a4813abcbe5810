package io.fairlead.scheduler.core.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the bytes of a record apart. What is shared becomes the stencil: tags and values as they
 * are, names without their ids, no lengths of messages that have own fields (a zero ends those).
 * What is own becomes the ids, each once, and then the other values in their order.
 */
final class Splitter {
  /** As many ids as a byte can name. More names than that are kept whole. */
  private static final int MOST_IDS = 250;

  private static final long NOWHERE = Long.MIN_VALUE;

  private final Layout layout;
  private final Cursor in = new Cursor();
  private final Moments moments = new Moments();
  private final Bytes rest = new Bytes();
  private final byte[] one = new byte[Ids.SIZE];
  private final byte[] two = new byte[Ids.SIZE];
  final Bytes shared = new Bytes();
  private final Bytes ids = new Bytes();
  private int idCount;
  private int owned;
  // Up to here the record has been taken apart.
  private int sharedFrom;
  private long ownFields;
  // Of the names of the entity and of its host: the number of the id, then where the text begins.
  private long keyPlace;
  private long hostPlace;

  Splitter(Layout layout) {
    this.layout = layout;
  }

  /** Reads a record; {@link #shared} and {@link #own} have it until the next one. */
  void split(byte[] record, int from, int length) {
    in.begin(record, from);
    moments.begin();
    shared.clear();
    rest.clear();
    ids.clear();
    idCount = 0;
    keyPlace = NOWHERE;
    hostPlace = NOWHERE;
    shared.put(0);
    ownFields = 0;
    sharedFrom = from;
    while (in.at < from + length) {
      int before = owned;
      int field = field(layout);
      ownFields |= owned == before ? 0 : 1L << field;
    }
    passShared();
    shared.array[0] = (byte) idCount;
  }

  /** The ids, then the rest. */
  byte[] own() {
    byte[] own = Arrays.copyOf(ids.array, ids.size + rest.size);
    System.arraycopy(rest.array, 0, own, ids.size, rest.size);
    return own;
  }

  private void message(Layout of, int end) {
    while (in.at < end) {
      field(of);
    }
  }

  // Most fields are shared, and stay where they are until one comes that is not.
  private void passShared() {
    shared.put(in.array, sharedFrom, in.at - sharedFrom);
  }

  /** Takes one field apart and returns its number. */
  private int field(Layout of) {
    int tag = (int) in.varint();
    int field = tag >>> 3;
    switch (of.part(field)) {
      case SHARED -> in.skip(tag & 7);
      case OWN -> {
        passShared();
        int value = in.at;
        in.skip(tag & 7);
        rest.put(in.array, value, in.at - value);
        passOwn();
      }
      case NAME, KEY, HOST -> {
        passShared();
        name(of.part(field));
        passOwn();
      }
      case MOMENT -> {
        passShared();
        int length = (int) in.varint();
        moments.pack(in, in.at + length, rest);
        passOwn();
      }
      case MESSAGE, MESSAGES -> {
        passShared();
        int length = (int) in.varint();
        sharedFrom = in.at;
        message(of.nested(field), in.at + length);
        passShared();
        shared.put(0);
        sharedFrom = in.at;
      }
    }
    return field;
  }

  private void passOwn() {
    owned++;
    sharedFrom = in.at;
  }

  private void name(Layout.Part part) {
    int length = (int) in.varint();
    NameForm form = NameForm.read(in.array, in.at, in.at + length, one, two);
    if (!mayBe(form, part)) {
      form = NameForm.PLAIN;
    }
    shared.put(form.ordinal());
    int id = form.ids > 0 ? number(one) : -1;
    if (form.ids > 0) {
      shared.put(id);
    }
    if (form.ids > 1) {
      shared.put(number(two));
    }
    long place = (long) id << 32 | shared.size;
    int prefix = length - form.length;
    shared.putVarint(prefix);
    shared.put(in.array, in.at, prefix);
    in.at += length;
    switch (part) {
      case KEY -> keyPlace = place;
      case HOST -> hostPlace = place;
      default -> {}
    }
  }

  /** An entity's name has one id, or is kept whole. */
  private boolean mayBe(NameForm form, Layout.Part part) {
    return part == Layout.Part.NAME ? idCount <= MOST_IDS : form == NameForm.HEX;
  }

  /** The numbers, as bits, of the record's fields that are not altogether shared. */
  long ownFields() {
    return ownFields;
  }

  /** The entity's own name. */
  Name key() {
    return name(keyPlace);
  }

  /** The name of what the entity is on. */
  Name host() {
    return name(hostPlace);
  }

  private Name name(long place) {
    if (place == NOWHERE) {
      return Name.NONE;
    }
    int from = (int) place;
    int id = (int) (place >> 32);
    Cursor text = new Cursor();
    text.begin(shared.array, from);
    int length = (int) text.varint();
    return new Name(
        // The same object for all, as names are compared often.
        new String(shared.array, text.at, length, StandardCharsets.UTF_8).intern(),
        id < 0 ? -1 : id * Ids.SIZE);
  }

  private int number(byte[] id) {
    long high = (long) Ids.LONG.get(id, 0);
    long low = (long) Ids.LONG.get(id, 8);
    for (int i = 0; i < idCount; i++) {
      if ((long) Ids.LONG.get(ids.array, i * Ids.SIZE) == high
          && (long) Ids.LONG.get(ids.array, i * Ids.SIZE + 8) == low) {
        return i;
      }
    }
    ids.put(id, 0, Ids.SIZE);
    return idCount++;
  }
}
