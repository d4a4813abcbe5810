package io.fairlead.scheduler.core.packed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a kind of message are an entity's own. All that is not named is taken to be
 * shared by many: right for any record, and small for those that are alike.
 */
final class Layout {
  private static final int MOST = 64;

  /** What a field is. */
  enum Part {
    /** The same in many records. */
    SHARED,
    /** The entity's own, kept as it is. */
    OWN,
    /** A text that may end in ids of 128 bits, written as hexadecimal digits or as a UUID. */
    NAME,
    /** The name of the entity itself. */
    KEY,
    /** The name of the entity that this one is on. */
    HOST,
    /** A {@code Timestamp}. */
    MOMENT,
    /** One message, of which some fields are own. */
    MESSAGE,
    /** Any number of such messages. */
    MESSAGES
  }

  private final Part[] parts = new Part[MOST];
  private final @Nullable Layout[] nested = new Layout[MOST];

  Layout() {
    Arrays.fill(parts, Part.SHARED);
  }

  /** The fields of these numbers are such parts. */
  Layout with(Part part, int... fields) {
    for (int field : fields) {
      parts[field] = part;
    }
    return this;
  }

  /** The field is one message or any number of messages of that layout. */
  Layout with(Part part, int field, Layout layout) {
    parts[field] = part;
    nested[field] = layout;
    return this;
  }

  Part part(int field) {
    return field < MOST ? parts[field] : Part.SHARED;
  }

  Layout nested(int field) {
    Layout layout = nested[field];
    if (layout == null) {
      throw new IllegalStateException("field " + field + " is no message");
    }
    return layout;
  }
}
