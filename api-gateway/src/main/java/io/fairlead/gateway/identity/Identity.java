package io.fairlead.gateway.identity;

import io.fairlead.proto.Arn;

/** Who a call comes from, once that is proven. */
public sealed interface Identity {

  /** The ARN that other services are told. */
  String arn();

  /** A person or program that uses the API. */
  record User(String arn) implements Identity {}

  /**
   * A machine that has joined; it may speak for itself and nothing else.
   *
   * @param arn of its container instance
   */
  record Instance(String arn) implements Identity {

    /** Name of the cluster that the instance belongs to. */
    public String cluster() {
      return Arn.parse(arn).flatMap(Arn::cluster).orElseThrow();
    }
  }
}
