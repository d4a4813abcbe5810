package io.fairlead.registry.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** A certificate that somebody else has issued. */
public final class GivenCertificate {
  private GivenCertificate() {}

  /**
   * The settings of a server.
   *
   * @param chain certificates in PEM, the server's own first
   * @param key its private key in PEM: PKCS #8, RSA or EC, not encrypted
   * @throws IOException if a file cannot be read, or they do not fit together
   */
  public static SSLContext read(Path chain, Path key) throws IOException {
    try {
      return Pem.server(Pem.key(key), Pem.certificates(chain));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + chain + " with " + key, e);
    }
  }
}
