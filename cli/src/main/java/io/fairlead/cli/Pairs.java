package io.fairlead.cli;

import io.fairlead.proto.ecs.KeyValuePair;

/** {@code NAME=VALUE} on a command line. */
final class Pairs {
  private Pairs() {}

  static KeyValuePair parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw CommandFailure.usage("expected NAME=VALUE, not " + text, "");
    }
    return KeyValuePair.newBuilder()
        .setName(text.substring(0, equals))
        .setValue(text.substring(equals + 1))
        .build();
  }
}
