package io.fairlead.scheduler.core.packed;

/** How a name ends. */
enum NameForm {
  /** In no id. */
  PLAIN(0, 0),
  /** In one of 32 digits, as the ARNs of tasks and container instances do. */
  HEX(Ids.HEX, 1),
  /** In two of 32 digits, as the ids that engines give to containers. */
  HEX_HEX(2 * Ids.HEX, 2),
  /** In a UUID, as client tokens do. */
  UUID(Ids.UUID, 1),
  /** In 32 digits, a slash and a UUID, as the ARNs of containers do. */
  HEX_UUID(Ids.HEX + 1 + Ids.UUID, 2);

  private static final NameForm[] ALL = values();

  /** How many characters the ids take. */
  final int length;

  /** How many ids there are. */
  final int ids;

  NameForm(int length, int ids) {
    this.length = length;
    this.ids = ids;
  }

  static NameForm of(int ordinal) {
    return ALL[ordinal];
  }

  /**
   * The form of a name, whose ids are read.
   *
   * @param one takes the last id, or the first of two
   * @param two takes the last of two
   */
  static NameForm read(byte[] text, int from, int end, byte[] one, byte[] two) {
    int length = end - from;
    if (length >= Ids.UUID && Ids.readUuid(text, end - Ids.UUID, two)) {
      int slash = end - Ids.UUID - 1;
      if (slash - Ids.HEX >= from
          && text[slash] == '/'
          && Ids.readHex(text, slash - Ids.HEX, one)) {
        return HEX_UUID;
      }
      System.arraycopy(two, 0, one, 0, Ids.SIZE);
      return UUID;
    }
    if (length < Ids.HEX || !Ids.readHex(text, end - Ids.HEX, two)) {
      return PLAIN;
    }
    if (length >= 2 * Ids.HEX && Ids.readHex(text, end - 2 * Ids.HEX, one)) {
      return HEX_HEX;
    }
    System.arraycopy(two, 0, one, 0, Ids.SIZE);
    return HEX;
  }

  /** Writes the ids that stand at these places. */
  void write(byte[] ids, int one, int two, Bytes out) {
    out.reserve(length);
    int at = out.size;
    switch (this) {
      case PLAIN -> {}
      case HEX -> Ids.writeHex(ids, one, out.array, at);
      case HEX_HEX -> {
        Ids.writeHex(ids, one, out.array, at);
        Ids.writeHex(ids, two, out.array, at + Ids.HEX);
      }
      case UUID -> Ids.writeUuid(ids, one, out.array, at);
      case HEX_UUID -> {
        Ids.writeHex(ids, one, out.array, at);
        out.array[at + Ids.HEX] = '/';
        Ids.writeUuid(ids, two, out.array, at + Ids.HEX + 1);
      }
    }
    out.size += length;
  }
}
