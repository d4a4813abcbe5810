package io.fairlead.scheduler.core.packed;

/** Leaves out of the bytes of a record what is own. */
final class Stripper {
  private final Layout layout;
  private final Cursor in = new Cursor();
  private final Bytes out = new Bytes();

  Stripper(Layout layout) {
    this.layout = layout;
  }

  /** What is shared; it stays until the next record is stripped. */
  Bytes strip(byte[] record, int from, int length) {
    in.begin(record, from);
    out.clear();
    message(layout, from + length);
    return out;
  }

  private void message(Layout of, int end) {
    while (in.at < end) {
      int start = in.at;
      int tag = (int) in.varint();
      int field = tag >>> 3;
      switch (of.part(field)) {
        case SHARED -> {
          in.skip(tag & 7);
          out.put(in.array, start, in.at - start);
        }
        case MESSAGE -> {
          int length = (int) in.varint();
          out.putVarint(tag);
          int content = out.size;
          message(of.nested(field), in.at + length);
          out.putLengthAt(content);
        }
        case OWN, NAME, KEY, HOST, MOMENT, MESSAGES -> in.skip(tag & 7);
      }
    }
  }
}
