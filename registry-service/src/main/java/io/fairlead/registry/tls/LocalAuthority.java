package io.fairlead.registry.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of this registry alone, in a folder of its own: {@code ca.crt}, which
 * engines are to trust, and {@code ca.key}, which only its owner reads. It issues a new certificate
 * at each start, whose key is never written down.
 */
public final class LocalAuthority {
  private static final Duration AUTHORITY = Duration.ofDays(3_650);

  /** The longest that clients take (CA/Browser Forum, baseline requirements 6.3.2). */
  private static final Duration SERVER = Duration.ofDays(397);

  /** Clocks of clients may be behind. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final int SERIAL_BITS = 128;
  private static final Pattern IP = Pattern.compile("[0-9.]+|.*:.*");

  private final X509Certificate certificate;
  private final PrivateKey key;

  private LocalAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * The authority in a folder, which is made where there is none.
   *
   * @throws IOException if the folder cannot be used, or one of its two files is missing
   */
  public static LocalAuthority open(Path folder, Instant now) throws IOException {
    try {
      if (!Files.exists(certificateIn(folder))) {
        make(folder, now);
      }
      return new LocalAuthority(
          (X509Certificate) Pem.certificates(certificateIn(folder))[0], Pem.key(keyIn(folder)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot use the certificate authority in " + folder, e);
    }
  }

  /** What engines are to trust. */
  public static Path certificateIn(Path folder) {
    return folder.resolve("ca.crt");
  }

  private static Path keyIn(Path folder) {
    return folder.resolve("ca.key");
  }

  /** The key first: a folder with a certificate is whole. */
  private static void make(Path folder, Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = pair();
    X500Name name = new X500Name("CN=Fairlead registry made " + now);
    JcaX509v3CertificateBuilder builder =
        builder(name, name, pair.getPublic(), now, now.plus(AUTHORITY));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    Files.createDirectories(folder);
    write(keyIn(folder), Pem.text(pair.getPrivate()), "rw-------");
    write(certificateIn(folder), Pem.text(sign(builder, pair.getPrivate())), "rw-r--r--");
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    Files.writeString(draft, text, StandardOpenOption.SYNC);
    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The settings of a server that is known by some names.
   *
   * @param names of hosts, or addresses
   */
  public SSLContext server(Collection<String> names, Instant now) throws IOException {
    try {
      KeyPair pair = pair();
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      JcaX509v3CertificateBuilder builder =
          builder(
              issuer,
              new X500Name("CN=Fairlead registry"),
              pair.getPublic(),
              now,
              now.plus(SERVER));
      GeneralName[] alternatives =
          Set.copyOf(names).stream().sorted().map(LocalAuthority::name).toArray(GeneralName[]::new);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
      return Pem.server(pair.getPrivate(), sign(builder, key), certificate);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot issue a certificate for " + List.copyOf(names), e);
    }
  }

  private static GeneralName name(String name) {
    return new GeneralName(
        IP.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey subjectKey, Instant now, Instant end)
      throws IOException, GeneralSecurityException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(SLACK)),
            Date.from(end),
            subject,
            subjectKey);
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(subjectKey));
    return builder;
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
