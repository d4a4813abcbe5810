package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ecr.AuthorizationData;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import java.net.URI;
import java.util.Base64;

/**
 * Brings images of the local engine into the registry, with a password that is asked of Fairlead
 * for it.
 */
final class ImagePush {
  private final LocalEngine engine;
  private final String registry;
  private final LocalEngine.Login login;

  ImagePush(Client client, LocalEngine engine) {
    AuthorizationData data =
        client
            .ecr()
            .getAuthorizationToken(GetAuthorizationTokenRequest.getDefaultInstance())
            .getAuthorizationData(0);
    this.engine = engine;
    this.registry = URI.create(data.getProxyEndpoint()).getAuthority();
    this.login = login(data);
  }

  private static LocalEngine.Login login(AuthorizationData data) {
    String pair = new String(Base64.getDecoder().decode(data.getAuthorizationToken()), UTF_8);
    int colon = pair.indexOf(':');
    return new LocalEngine.Login(pair.substring(0, colon), pair.substring(colon + 1));
  }

  /**
   * What came of it.
   *
   * @param image the name by which tasks run it
   * @param digest of its manifest
   */
  record Pushed(String image, String digest) {}

  /** Pushes an image that the engine knows as {@code local}; progress goes to standard error. */
  Pushed push(String local, String name, String tag) {
    String repository = registry + "/" + name;
    String image = repository + ":" + tag;
    engine.tag(local, repository, tag);
    PushProgress progress = new PushProgress();
    LiveLine line = new LiveLine(System.err);
    engine.push(
        repository,
        tag,
        login,
        event -> {
          progress.take(event);
          line.show(
              line.live() ? progress.inLayers() + ", " + progress.inBytes() : progress.inLayers());
        });
    line.end();
    return new Pushed(
        image,
        progress
            .digest()
            .orElseThrow(
                () ->
                    CommandFailure.failed(
                        "the engine ended the push of " + image + " without a digest",
                        "Try it again.")));
  }
}
