package io.fairlead.registry.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates as text (RFC 7468), and what TLS makes of them. */
final class Pem {
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final int LINE = 64;
  private static final char[] NO_PASSWORD = {};

  private Pem() {}

  /** The settings of a server that shows the first certificate. */
  static SSLContext server(PrivateKey key, Certificate... chain)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, NO_PASSWORD, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  static Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(Certificate[]::new);
    }
  }

  /** PKCS #8, RSA or EC, not encrypted. */
  static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    int begin = text.indexOf(begin(KEY));
    int end = text.indexOf(end(KEY));
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no '" + begin(KEY) + "'");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + begin(KEY).length(), end));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException other) {
        continue;
      }
    }
    throw new IOException(file + " has neither an RSA nor an EC key");
  }

  static String text(PrivateKey key) {
    return text(KEY, key.getEncoded());
  }

  static String text(Certificate certificate) throws GeneralSecurityException {
    return text(CERTIFICATE, certificate.getEncoded());
  }

  private static String text(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return begin(what) + "\n" + lines + "\n" + end(what) + "\n";
  }

  private static String begin(String what) {
    return "-----BEGIN " + what + "-----";
  }

  private static String end(String what) {
    return "-----END " + what + "-----";
  }
}
