package io.fairlead.agent.runtime;

import io.fairlead.agent.config.RegistryLogins;
import java.util.Optional;

/** How images are had from their registries. */
public interface ImageAccess {
  /** Every name is one that the engine understands, and nobody asks who pulls. */
  ImageAccess ANONYMOUS =
      new ImageAccess() {
        @Override
        public String name(String image) {
          return image;
        }

        @Override
        public Optional<RegistryLogins.Login> login(String name) {
          return Optional.empty();
        }
      };

  /**
   * What the engine is to call an image: a name in a task definition may be one that only the
   * installation understands.
   *
   * @throws EngineFailure where that cannot be found out
   */
  String name(String image) throws EngineFailure;

  /**
   * As whom the engine pulls an image, by the engine's name; empty for anybody.
   *
   * @throws EngineFailure where the registry wants to know, and there is nothing to tell it
   */
  Optional<RegistryLogins.Login> login(String name) throws EngineFailure;

  /** The same, but for the registries that the agent was told a login for. */
  default ImageAccess after(RegistryLogins told) {
    ImageAccess otherwise = this;
    return new ImageAccess() {
      @Override
      public String name(String image) throws EngineFailure {
        return told.of(image).isPresent() ? image : otherwise.name(image);
      }

      @Override
      public Optional<RegistryLogins.Login> login(String name) throws EngineFailure {
        Optional<RegistryLogins.Login> login = told.of(name);
        return login.isPresent() ? login : otherwise.login(name);
      }
    };
  }
}
