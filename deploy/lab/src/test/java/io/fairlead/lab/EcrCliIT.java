package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FastFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code aws ecr} commands push an image layer by layer, look at it and delete it. */
class EcrCliIT {
  private static final String REPOSITORY = "team/web";
  private static final byte[] LAYER = "a layer".getBytes(UTF_8);

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private AwsCli ecr;

  @Test
  void pushesAnImageLooksAtItAndDeletesIt() throws Exception {
    try (TestLab lab = TestLab.simulated(folder, 1)) {
      ecr = AwsCli.of(lab, "ecr");
      assertThat(ecr.run("get-login-password")).hasSizeGreaterThan(100);
      createsARepository();
      String manifest = pushes();
      pulls(manifest);
      previewsALifecycle();
      saysWhatIsMissing();
      ecr.refused("delete-repository", "--repository-name", REPOSITORY);
      assertThat(
              on(
                  "batch-delete-image",
                  "--image-ids",
                  "imageTag=v1",
                  "--query",
                  "imageIds[0].imageTag"))
          .isEqualTo("v1");
      on("delete-repository");
      assertThat(ecr.run("describe-repositories", "--query", "repositories")).isEmpty();
    }
  }

  /** A command about the repository. */
  private String on(String command, String... more) throws Exception {
    return ecr.run(with(command, more));
  }

  private static String[] with(String command, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = command;
    all[1] = "--repository-name";
    all[2] = REPOSITORY;
    System.arraycopy(more, 0, all, 3, more.length);
    return all;
  }

  private void createsARepository() throws Exception {
    String made =
        on(
            "create-repository",
            "--image-tag-mutability",
            "IMMUTABLE",
            "--query",
            "repository.[repositoryUri,imageTagMutability]");
    assertThat(made).startsWith("127.0.0.1:").contains("/team/web").endsWith("IMMUTABLE");
    assertThat(ecr.run("describe-repositories", "--query", "repositories[].repositoryName"))
        .isEqualTo(REPOSITORY);
    assertThat(ecr.refused(with("create-repository"))).contains("RepositoryAlreadyExistsException");
  }

  private String pushes() throws Exception {
    Path part = Files.write(folder.resolve("layer"), LAYER);
    String upload = on("initiate-layer-upload", "--query", "uploadId");
    on(
        "upload-layer-part",
        "--upload-id",
        upload,
        "--part-first-byte",
        "0",
        "--part-last-byte",
        "" + (LAYER.length - 1),
        "--layer-part-blob",
        "fileb://" + part);
    on("complete-layer-upload", "--upload-id", upload, "--layer-digests", digest(LAYER));
    String descriptor =
        "{\"mediaType\":\"text/plain\",\"digest\":\"%s\",\"size\":%d}"
            .formatted(digest(LAYER), LAYER.length);
    String manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":%s,\"layers\":[%s]}")
            .formatted(descriptor, descriptor);
    assertThat(
            on(
                "put-image",
                "--image-tag",
                "v1",
                "--image-manifest",
                manifest,
                "--query",
                "image.imageId.imageDigest"))
        .isEqualTo(digest(manifest.getBytes(UTF_8)));
    assertThat(ecr.refused(with("put-image", "--image-tag", "v1", "--image-manifest", manifest)))
        .contains("ImageAlreadyExistsException");
    return manifest;
  }

  private void pulls(String manifest) throws Exception {
    assertThat(on("list-images", "--query", "imageIds[].imageTag")).isEqualTo("v1");
    assertThat(
            on(
                "batch-get-image",
                "--image-ids",
                "imageTag=v1",
                "--query",
                "images[0].imageManifest"))
        .isEqualTo(manifest);
    assertThat(
            on(
                "batch-get-image",
                "--image-ids",
                "imageTag=v2",
                "--query",
                "failures[0].failureCode"))
        .isEqualTo("ImageNotFound");
    assertThat(on("describe-images", "--query", "imageDetails[0].imageSizeInBytes"))
        .isEqualTo("" + 2 * LAYER.length);
    String address =
        on("get-download-url-for-layer", "--layer-digest", digest(LAYER), "--query", "downloadUrl");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(LAYER);
    }
  }

  private void previewsALifecycle() throws Exception {
    String rule =
        "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"any\","
            + "\"countType\":\"imageCountMoreThan\",\"countNumber\":1},\"action\":{\"type\":\"%s\"}}]}";
    on("put-lifecycle-policy", "--lifecycle-policy-text", rule.formatted("expire"));
    on("start-lifecycle-policy-preview");
    assertThat(
            on(
                "get-lifecycle-policy-preview",
                "--query",
                "[status,summary.expiringImageTotalCount]"))
        .isEqualTo("COMPLETE\t0");
    assertThat(
            ecr.refused(
                with(
                    "put-lifecycle-policy",
                    "--lifecycle-policy-text",
                    rule.formatted("transition"))))
        .contains("UnsupportedFeatureException", "rules[0].action.type 'transition'");
  }

  private void saysWhatIsMissing() throws Exception {
    assertThat(ecr.refused(with("start-image-scan", "--image-id", "imageTag=v1")))
        .contains("UnsupportedFeatureException", "StartImageScan");
    assertThat(
            ecr.refused("put-replication-configuration", "--replication-configuration", "rules=[]"))
        .contains("UnsupportedFeatureException", "PutReplicationConfiguration");
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
