package io.fairlead.registry.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads what TLS needs from PEM files. */
public final class Certificate {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final char[] NO_PASSWORD = {};

  private Certificate() {}

  /**
   * The settings of a server.
   *
   * @param chain certificates, the server's own first
   * @param key its private key in PKCS #8, RSA or EC, not encrypted
   * @throws IOException if a file cannot be read, or they do not fit together
   */
  public static SSLContext read(Path chain, Path key) throws IOException {
    try (var in = Files.newInputStream(chain)) {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(java.security.cert.Certificate[]::new);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(key), NO_PASSWORD, certificates);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + chain + " with " + key, e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no '" + BEGIN + "'");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (java.security.spec.InvalidKeySpecException other) {
        continue;
      }
    }
    throw new IOException(file + " has neither an RSA nor an EC key");
  }
}
