package io.fairlead.registry.names;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a manifest is asked for by, within its repository. */
public sealed interface Reference {
  /** Tags of the OCI distribution-spec 1.1. */
  Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  /** A name that may move from one manifest to another. */
  record ByTag(String tag) implements Reference {
    @Override
    public String toString() {
      return tag;
    }
  }

  /** The content itself. */
  record ByDigest(Digest digest) implements Reference {
    @Override
    public String toString() {
      return digest.toString();
    }
  }

  /** Reads either; empty where the text is neither. */
  static Optional<Reference> parse(String text) {
    if (text.indexOf(':') >= 0) {
      return Digest.parse(text).map(ByDigest::new);
    }
    return TAG.matcher(text).matches() ? Optional.of(new ByTag(text)) : Optional.empty();
  }
}
