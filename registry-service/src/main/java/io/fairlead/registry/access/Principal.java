package io.fairlead.registry.access;

/** Whom a call comes from, once that is proven. */
public sealed interface Principal {

  /** The id of the access key. */
  String keyId();

  /** A person or program that uses the API. */
  record User(String keyId) implements Principal {}

  /** A machine that has joined a cluster. */
  record Instance(String keyId) implements Principal {}
}
