package io.fairlead.registry.access;

import io.fairlead.proto.Arn;

/** Whom a call comes from. */
public sealed interface Principal {

  /** The ARN of the user or of the container instance; empty for whoever has none. */
  String arn();

  /** Whom the gateway names as the caller of a call that it has let in. */
  static Principal named(String arn) {
    return Arn.parse(arn).filter(it -> it.type().equals("container-instance")).isPresent()
        ? new Instance(arn)
        : new User(arn);
  }

  /** A person or program that uses the API. */
  record User(String arn) implements Principal {}

  /** A machine that has joined a cluster. */
  record Instance(String arn) implements Principal {}

  /** Whoever does not say who it is. */
  record Anonymous() implements Principal {
    @Override
    public String arn() {
      return "";
    }
  }
}
