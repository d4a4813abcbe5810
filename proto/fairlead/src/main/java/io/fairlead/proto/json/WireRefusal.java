package io.fairlead.proto.json;

/** Input that cannot be transcoded; caught where the transcoder is called. */
final class WireRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether the input has the wrong form, or the right form and a value the API does not know. */
  enum Kind {
    MALFORMED,
    INVALID
  }

  private final Kind kind;

  WireRefusal(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static WireRefusal malformed(String message) {
    return new WireRefusal(Kind.MALFORMED, message);
  }

  static WireRefusal invalid(String message) {
    return new WireRefusal(Kind.INVALID, message);
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
