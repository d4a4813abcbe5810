package io.fairlead.registry;

import io.fairlead.registry.tls.GivenCertificate;
import io.fairlead.registry.tls.LocalAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the registry shows its clients: a given certificate, or one of its own authority. */
final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private ServerCertificate() {}

  /**
   * The certificate; empty for plain HTTP.
   *
   * @throws IllegalArgumentException if it is to listen beyond loopback without TLS
   */
  static Optional<SSLContext> of(
      RegistryConfig config, InetSocketAddress address, InstantSource clock) throws IOException {
    if (!config.certificateFile().isEmpty()) {
      return Optional.of(
          GivenCertificate.read(
              Path.of(config.certificateFile()), Path.of(config.privateKeyFile())));
    }
    if (!config.certificateAuthority().isEmpty()) {
      return Optional.of(generated(config, Path.of(config.certificateAuthority()), clock));
    }
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "fairlead.registry.host is "
              + config.host()
              + ": beyond loopback the registry speaks TLS only. Set"
              + " fairlead.registry.certificate-file and .private-key-file, or"
              + " .certificate-authority for certificates of its own");
    }
    return Optional.empty();
  }

  private static SSLContext generated(RegistryConfig config, Path folder, InstantSource clock)
      throws IOException {
    String known = config.publicAddress().replaceFirst(":\\d+$", "");
    Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", config.host()));
    if (!known.isEmpty()) {
      names.add(known);
    }
    LOG.info(
        "engines trust this registry with {} as /etc/docker/certs.d/HOST:PORT/ca.crt",
        LocalAuthority.certificateIn(folder).toAbsolutePath());
    return LocalAuthority.open(folder, clock.instant()).server(names, clock.instant());
  }
}
