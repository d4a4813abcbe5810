package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.config.RegistryLogins;
import io.fairlead.agent.runtime.EngineFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine's images. What was looked up is kept until the engine tells that images have changed,
 * so that a burst of tasks asks once.
 */
final class Images {
  private final Engine engine;
  private final RegistryLogins logins;
  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Set<String> pulled = ConcurrentHashMap.newKeySet();
  private volatile boolean watched;

  Images(Engine engine, RegistryLogins logins) {
    this.engine = engine;
    this.logins = logins;
  }

  /** Makes an image available; answers its digest, empty where it has none. */
  String ensure(String image, ImagePullBehavior behavior) throws EngineFailure {
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
    Optional<String> digest = engine.call(client -> inspect(client.inspectImageCmd(image)));
    digest.ifPresent(value -> digests.put(image, value));
    return digest;
  }

  private static Optional<String> inspect(InspectImageCmd question) {
    try {
      return Optional.of(digest(question.exec()));
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  private static String digest(InspectImageResponse image) {
    List<String> digests = image.getRepoDigests();
    return digests == null || digests.isEmpty()
        ? ""
        : digests.getFirst().substring(digests.getFirst().indexOf('@') + 1);
  }

  private String pull(String image) throws EngineFailure {
    PullProgress progress = engine.wait(client -> order(client, image).exec(new PullProgress()));
    progress.await();
    pulled.add(image);
    digests.remove(image);
    return local(image).orElse("");
  }

  private PullImageCmd order(DockerClient client, String image) {
    PullImageCmd order = client.pullImageCmd(withTag(image));
    return logins
        .of(image)
        .map(
            login ->
                order.withAuthConfig(
                    new AuthConfig().withUsername(login.username()).withPassword(login.password())))
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
