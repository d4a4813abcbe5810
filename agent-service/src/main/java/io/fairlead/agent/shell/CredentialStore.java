package io.fairlead.agent.shell;

import java.io.IOException;
import java.util.Optional;

/** Where an instance's credentials outlive its process. */
public interface CredentialStore {
  /** Empty where the instance has not joined yet. */
  Optional<Credentials> load() throws IOException;

  /** Keeps them; returns when a crash would not lose them. */
  void save(Credentials credentials) throws IOException;
}
