package io.fairlead.scheduler.core.packed;

/** Puts a record's bytes together again. */
final class Joiner {
  private final Layout layout;
  private final Cursor stencil = new Cursor();
  private final Cursor own = new Cursor();
  private final Moments moments = new Moments();
  private final Bytes out = new Bytes();

  Joiner(Layout layout) {
    this.layout = layout;
  }

  /** The record; it stays until the next one is put together. */
  Bytes whole(byte[] stencilBytes, byte[] ownBytes) {
    begin(stencilBytes, ownBytes);
    message(layout, stencilBytes.length, true);
    return out;
  }

  /**
   * What must be merged into the shared part to make the record: its own fields, and messages of
   * which there may be more than one as a whole.
   */
  Bytes difference(byte[] stencilBytes, byte[] ownBytes) {
    begin(stencilBytes, ownBytes);
    message(layout, stencilBytes.length, false);
    return out;
  }

  private void begin(byte[] stencilBytes, byte[] ownBytes) {
    out.clear();
    moments.begin();
    stencil.begin(stencilBytes, 0);
    own.begin(ownBytes, (stencil.next() & 0xFF) * Ids.SIZE);
  }

  // Ends at a zero, which is no tag, or at the end.
  private void message(Layout of, int end, boolean whole) {
    while (stencil.at < end) {
      int start = stencil.at;
      int tag = (int) stencil.varint();
      if (tag == 0) {
        return;
      }
      int field = tag >>> 3;
      switch (of.part(field)) {
        case SHARED -> {
          stencil.skip(tag & 7);
          if (whole) {
            out.put(stencil.array, start, stencil.at - start);
          }
        }
        case OWN -> {
          out.putVarint(tag);
          int value = own.at;
          own.skip(tag & 7);
          out.put(own.array, value, own.at - value);
        }
        case NAME, KEY, HOST -> {
          out.putVarint(tag);
          name();
        }
        case MOMENT -> {
          out.putVarint(tag);
          moments.unpack(own, out);
        }
        case MESSAGE -> nested(of.nested(field), tag, end, whole);
        case MESSAGES -> nested(of.nested(field), tag, end, true);
      }
    }
  }

  private void nested(Layout of, int tag, int end, boolean whole) {
    out.putVarint(tag);
    int start = out.size;
    message(of, end, whole);
    out.putLengthAt(start);
  }

  private void name() {
    NameForm form = NameForm.of(stencil.next());
    int one = form.ids > 0 ? (stencil.next() & 0xFF) * Ids.SIZE : 0;
    int two = form.ids > 1 ? (stencil.next() & 0xFF) * Ids.SIZE : 0;
    int prefix = (int) stencil.varint();
    out.putVarint(prefix + form.length);
    out.put(stencil.array, stencil.at, prefix);
    stencil.at += prefix;
    form.write(own.array, one, two, out);
  }
}
