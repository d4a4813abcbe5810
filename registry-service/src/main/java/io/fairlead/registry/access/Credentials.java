package io.fairlead.registry.access;

/** Knows whose an access key is. */
@FunctionalInterface
public interface Credentials {

  /** Holds a secret against the access key that it is said to belong to. */
  Proof prove(String keyId, String secret);

  /** What came of it. */
  sealed interface Proof {
    /** They belong together. */
    record Proven(Principal principal) implements Proof {}

    /** They do not, or the key is not valid any more. */
    record Wrong() implements Proof {}

    /** Nobody can say at the moment. */
    record Unanswered(String why) implements Proof {}
  }
}
