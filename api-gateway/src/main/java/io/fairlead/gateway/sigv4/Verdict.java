package io.fairlead.gateway.sigv4;

import io.fairlead.gateway.identity.Identity;
import io.fairlead.proto.json.ApiError;

/** Whether a request is what its sender signed. */
public sealed interface Verdict {

  /** The sender holds the secret of the identity's key. */
  record Accepted(Identity identity) implements Verdict {}

  /** Not proven, and why. */
  record Refused(ApiError error) implements Verdict {}
}
