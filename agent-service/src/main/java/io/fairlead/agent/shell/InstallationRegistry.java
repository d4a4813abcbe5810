package io.fairlead.agent.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.agent.config.RegistryLogins;
import io.fairlead.agent.config.RegistryLogins.Login;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.ImageAccess;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ecr.AuthorizationData;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's own image registry. The instance asks the gateway for a password as itself,
 * which lets it pull, and learns with it where the registry is. Passwords are kept in memory only,
 * and renewed while what is left of them is enough for a pull.
 */
public final class InstallationRegistry implements ImageAccess {
  private static final Logger LOG = LoggerFactory.getLogger(InstallationRegistry.class);
  private static final Duration LONGEST_PULL = Duration.ofMinutes(30);
  private static final int DEADLINE_SECONDS = 10;

  private record Pass(String address, Login login, Instant until) {}

  private final ECRGrpc.ECRBlockingStub ecr;
  private final String ecrHost;
  private final InstantSource clock;
  private volatile @Nullable Pass pass;

  /**
   * A registry that has not been asked yet.
   *
   * @param gateway who knows the registry
   */
  InstallationRegistry(Channel gateway, Credentials credentials, InstantSource clock) {
    this.ecr =
        ECRGrpc.newBlockingStub(gateway)
            .withCallCredentials(new BearerCredentials(credentials, clock));
    this.ecrHost = ecrHost(credentials.containerInstanceArn());
    this.clock = clock;
  }

  /** What the registry would be called on AWS; definitions that come from there name it so. */
  private static String ecrHost(String containerInstanceArn) {
    Arn arn = Arn.parse(containerInstanceArn).orElseThrow();
    return arn.account() + ".dkr.ecr." + arn.region() + ".amazonaws.com";
  }

  @Override
  public String name(String image) throws EngineFailure {
    if (!RegistryLogins.registry(image).equals(Optional.of(ecrHost))) {
      return image;
    }
    Pass known = pass;
    try {
      return (known == null ? renewed() : known).address() + image.substring(ecrHost.length());
    } catch (StatusRuntimeException e) {
      throw failure("where the installation's registry is", e);
    }
  }

  @Override
  public Optional<Login> login(String name) throws EngineFailure {
    Optional<String> registry = RegistryLogins.registry(name);
    if (registry.isEmpty()) {
      return Optional.empty();
    }
    Pass known = pass;
    try {
      Pass current = known == null || ends(known) ? renewed() : known;
      return registry.get().equals(current.address())
          ? Optional.of(current.login())
          : Optional.empty();
    } catch (StatusRuntimeException e) {
      if (known != null && registry.get().equals(known.address())) {
        throw failure("for a password for " + known.address(), e);
      }
      LOG.warn("pulls as nobody image={} cause={}", name, Failures.words(e));
      return Optional.empty();
    }
  }

  private boolean ends(Pass known) {
    return clock.instant().plus(LONGEST_PULL).isAfter(known.until());
  }

  /** One call for all that wait for it. */
  private synchronized Pass renewed() {
    Pass known = pass;
    if (known != null && !ends(known)) {
      return known;
    }
    Pass fresh =
        read(
            ecr.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getAuthorizationToken(GetAuthorizationTokenRequest.getDefaultInstance())
                .getAuthorizationData(0));
    pass = fresh;
    return fresh;
  }

  private static Pass read(AuthorizationData data) {
    String pair = new String(Base64.getDecoder().decode(data.getAuthorizationToken()), UTF_8);
    int colon = pair.indexOf(':');
    return new Pass(
        URI.create(data.getProxyEndpoint()).getAuthority(),
        new Login(pair.substring(0, colon), pair.substring(colon + 1)),
        Instant.ofEpochSecond(data.getExpiresAt().getSeconds()));
  }

  private static EngineFailure failure(String what, StatusRuntimeException cause) {
    return new EngineFailure(
        EngineFailure.Kind.REFUSED,
        "the gateway cannot be asked " + what + ": " + Failures.words(cause),
        cause);
  }
}
