package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.config.RegistryLogins;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ImageAccess;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine's images. What was looked up is kept until the engine tells that images have changed,
 * so that a burst of tasks asks once.
 */
final class Images {
  private final Engine engine;
  private final ImageAccess access;
  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Set<String> pulled = ConcurrentHashMap.newKeySet();
  private volatile boolean watched;

  Images(Engine engine, ImageAccess access) {
    this.engine = engine;
    this.access = access;
  }

  /** What the engine calls an image of a task definition. */
  String name(String image) throws EngineFailure {
    return access.name(image);
  }

  /** Makes an image available; answers its digest, empty where it has none. */
  String ensure(String defined, ImagePullBehavior behavior) throws EngineFailure {
    String image = name(defined);
    return switch (behavior) {
      case DEFAULT -> pullOrLocal(image);
      case ALWAYS -> pull(image);
      case ONCE -> pulled.contains(image) ? localOrPull(image) : pull(image);
      case PREFER_CACHED -> localOrPull(image);
    };
  }

  private String pullOrLocal(String image) throws EngineFailure {
    try {
      return pull(image);
    } catch (EngineFailure failure) {
      return local(image).orElseThrow(() -> failure);
    }
  }

  private String localOrPull(String image) throws EngineFailure {
    Optional<String> digest = local(image);
    return digest.isPresent() ? digest.get() : pull(image);
  }

  private Optional<String> local(String image) throws EngineFailure {
    String known = watched ? digests.get(image) : null;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> digest = engine.call(client -> inspect(client, image));
    digest.ifPresent(value -> digests.put(image, value));
    return digest;
  }

  private static Optional<String> inspect(DockerClient client, String image) {
    try {
      return Optional.of(digest(client.inspectImageCmd(image).exec(), image));
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  /**
   * The digest in the image's own repository: in another one the same image may have another, and
   * the digest of a foreign repository cannot be pulled from this one.
   */
  private static String digest(InspectImageResponse found, String image) {
    int at = image.indexOf('@');
    if (at >= 0) {
      return image.substring(at + 1);
    }
    String repository = familiar(repository(image)) + "@";
    return Objects.requireNonNullElse(found.getRepoDigests(), List.<String>of()).stream()
        .filter(digest -> digest.startsWith(repository))
        .map(digest -> digest.substring(repository.length()))
        .findFirst()
        .orElse("");
  }

  private static String repository(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  /** As the engine writes names of Docker Hub. */
  private static String familiar(String repository) {
    return repository.replaceFirst("^(index\\.)?docker\\.io/", "").replaceFirst("^library/", "");
  }

  private String pull(String image) throws EngineFailure {
    Optional<RegistryLogins.Login> login = access.login(image);
    PullProgress progress =
        engine.wait(client -> order(client, image, login).exec(new PullProgress()));
    progress.await();
    pulled.add(image);
    digests.remove(image);
    return local(image).orElse("");
  }

  private static PullImageCmd order(
      DockerClient client, String image, Optional<RegistryLogins.Login> login) {
    PullImageCmd order = client.pullImageCmd(withTag(image));
    return login
        .map(
            it ->
                order.withAuthConfig(
                    new AuthConfig().withUsername(it.username()).withPassword(it.password())))
        .orElse(order);
  }

  /** Without a tag the engine would pull all of them. */
  private static String withTag(String image) {
    boolean named = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
    return named ? image : image + ":latest";
  }

  /** Tells whether changes are being watched, and that there may have been some. */
  void changed(boolean nowWatched) {
    watched = nowWatched;
    digests.clear();
  }
}
