package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry over TLS, with a certificate of its own authority and with a given one. */
final class TlsIT {
  @TempDir Path home;

  @Test
  void whoTrustsItsAuthorityIsServedAlsoAfterARestart() throws Exception {
    Path folder = home.resolve("ca");
    try (TestRegistry registry = authority(home.resolve("registry"), folder)) {
      HttpClient client = trusting(folder.resolve("ca.crt"));
      for (String host : List.of("127.0.0.1", "localhost")) {
        URI uri = URI.create("https://" + host + ":" + registry.uri().getPort() + "/v2/");
        HttpResponse<Void> answer = get(client, uri);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
            .contains("realm=\"https://" + host);
      }
      registry.restart();
      assertThat(get(client, registry.uri().resolve("/v2/")).statusCode()).isEqualTo(401);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("ca.key"))))
          .isEqualTo("rw-------");
      try (HttpClient other = HttpClient.newHttpClient()) {
        assertThatThrownBy(() -> get(other, registry.uri()))
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  @Test
  void showsTheCertificateThatIsGiven() throws Exception {
    Path store = home.resolve("server.p12");
    Path certificate = home.resolve("server.crt");
    Path key = home.resolve("server.key");
    keytool(
        "-genkeypair", store, "-keyalg", "RSA", "-dname", "CN=given", "-ext", "san=ip:127.0.0.1");
    keytool("-exportcert", store, "-rfc", "-file", certificate.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    byte[] der = keys.getKey("mykey", "changeit".toCharArray()).getEncoded();
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n");
    try (TestRegistry registry = given(home.resolve("registry"), certificate, key)) {
      HttpClient client = trusting(certificate);
      assertThat(get(client, registry.uri().resolve("/v2/")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void saysWhatIsWrongWithAKey() throws Exception {
    Path key = home.resolve("server.key");
    Files.writeString(key, "no key");
    assertThatThrownBy(() -> given(home.resolve("registry"), key, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("server.key has no '-----BEGIN PRIVATE KEY-----'");
  }

  private static void keytool(String command, Path store, String... more) throws Exception {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> line =
        new java.util.ArrayList<>(
            List.of(
                program.toString(),
                command,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit"));
    line.addAll(List.of(more));
    Process process = new ProcessBuilder(line).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static HttpResponse<Void> get(HttpClient client, URI uri)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  private static HttpClient trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static TestRegistry authority(Path home, Path folder) throws IOException {
    return new TestRegistry(home, Map.of("certificateAuthority", folder.toString()));
  }

  private static TestRegistry given(Path home, Path certificate, Path key) throws IOException {
    return new TestRegistry(
        home, Map.of("certificateFile", certificate.toString(), "privateKeyFile", key.toString()));
  }
}
