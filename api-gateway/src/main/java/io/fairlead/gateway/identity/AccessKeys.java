package io.fairlead.gateway.identity;

import java.util.Optional;

/** The access keys that are valid now. */
@FunctionalInterface
public interface AccessKeys {

  /** The key with this id; empty where there is none, or none any more. */
  Optional<AccessKey> find(String id);
}
