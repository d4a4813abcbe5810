package io.fairlead.registry.access;

/** Whom a call comes from, once that is proven. */
public sealed interface Principal {

  /** The ARN of the user or of the container instance. */
  String arn();

  /** A person or program that uses the API. */
  record User(String arn) implements Principal {}

  /** A machine that has joined a cluster. */
  record Instance(String arn) implements Principal {}
}
