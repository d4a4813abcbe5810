package io.fairlead.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** skopeo against the registry: over TLS with the registry's own authority, and with plain HTTP. */
final class SkopeoIT {
  private static final byte[] CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
          .getBytes(UTF_8);
  private static final byte[] LAYER = Images.bytes(100_000, 1);
  private static final String CREDENTIALS = StubGateway.USER + ":" + StubGateway.SECRET;

  @TempDir Path home;

  @Test
  void copiesBetweenRegistriesAndInspects() throws Exception {
    boolean there = isThere();
    if (!there) {
      System.err.println("### SKIPPED SkopeoIT: skopeo is not installed ###");
    }
    assumeTrue(there, "skopeo is installed");
    Path authority = home.resolve("authority");
    try (TestRegistry plain = new TestRegistry(home.resolve("plain"));
        TestRegistry tls =
            new TestRegistry(
                home.resolve("tls"), Map.of("certificateAuthority", authority.toString()))) {
      Path trusted = Files.createDirectory(home.resolve("trusted"));
      Files.copy(authority.resolve("ca.crt"), trusted.resolve("ca.crt"));
      copyAndInspect(plain, tls, trusted);
    }
  }

  private static void copyAndInspect(TestRegistry plain, TestRegistry tls, Path trusted)
      throws IOException, InterruptedException {
    byte[] manifest = Images.manifest(CONFIG, LAYER);
    try (Client client = Client.user(plain.uri())) {
      Images.blob(client, "team/web", CONFIG);
      Images.blob(client, "team/web", LAYER);
      assertThat(Images.put(client, "team/web", "1", manifest).statusCode()).isEqualTo(201);
    }
    String from = "docker://" + plain.address() + "/team/web:1";
    String to = "docker://" + tls.address() + "/other/web:2";
    run(
        0,
        "copy",
        "--preserve-digests",
        "--src-tls-verify=false",
        "--src-creds",
        CREDENTIALS,
        "--dest-cert-dir",
        trusted.toString(),
        "--dest-creds",
        CREDENTIALS,
        from,
        to);
    String told = run(0, "inspect", "--cert-dir", trusted.toString(), "--creds", CREDENTIALS, to);
    assertThat(told)
        .contains(Images.digest(manifest).toString())
        .contains(Images.digest(LAYER).toString())
        .contains("\"RepoTags\"");
    assertThat(run(1, "inspect", "--tls-verify=false", "--creds", "nobody:wrong", from))
        .contains("unauthorized");
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("skopeo", "--version").start().waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static String run(int expected, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(expected);
    return said;
  }
}
