package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.proto.ecr.BatchCheckLayerAvailabilityRequest;
import io.fairlead.proto.ecr.BatchDeleteImageRequest;
import io.fairlead.proto.ecr.BatchGetImageRequest;
import io.fairlead.proto.ecr.DeleteRepositoryRequest;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.ImageTagMutabilityExclusionFilter;
import io.fairlead.proto.ecr.ImageTagMutabilityExclusionFilterType;
import io.fairlead.proto.ecr.LayerAvailability;
import io.fairlead.proto.ecr.ListImagesFilter;
import io.fairlead.proto.ecr.ListImagesRequest;
import io.fairlead.proto.ecr.ListTagsForResourceRequest;
import io.fairlead.proto.ecr.PutImageRequest;
import io.fairlead.proto.ecr.PutImageTagMutabilityRequest;
import io.fairlead.proto.ecr.Repository;
import io.fairlead.proto.ecr.Tag;
import io.fairlead.proto.ecr.TagResourceRequest;
import io.fairlead.proto.ecr.TagStatus;
import io.fairlead.proto.ecr.UntagResourceRequest;
import io.fairlead.registry.names.Digest;
import io.fairlead.testkit.FastFolder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ECR API over gRPC, beside the distribution API on the same images. */
class EcrIT {
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir(factory = FastFolder.class)
  static Path home;

  private static TestRegistry registry;
  private static EcrClient client;
  private static ECRBlockingStub ecr;
  private static Client docker;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = new EcrClient(registry);
    ecr = client.as(EcrClient.ADMIN);
    docker = Client.user(registry.uri());
  }

  @AfterAll
  static void end() {
    docker.close();
    client.close();
    registry.close();
  }

  private static Repository create(String name) {
    return client.create(name);
  }

  /** Pushes a blob as Docker does, and gives a manifest that names it. */
  private static String manifest(String repository, String content) throws IOException {
    byte[] blob = content.getBytes(UTF_8);
    Digest digest = Digest.of(Digest.Algorithm.SHA256, blob);
    assertThat(
            docker
                .send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, blob)
                .statusCode())
        .isEqualTo(201);
    String descriptor = "\"digest\":\"%s\",\"size\":%d".formatted(digest, blob.length);
    return """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"text/plain",%s},"layers":[]}"""
        .formatted(TYPE, descriptor);
  }

  private static PutImageRequest image(String repository, String manifest, String tag) {
    return PutImageRequest.newBuilder()
        .setRepositoryName(repository)
        .setImageManifest(manifest)
        .setImageTag(tag)
        .build();
  }

  private static ImageIdentifier tagged(String tag) {
    return ImageIdentifier.newBuilder().setImageTag(tag).build();
  }

  @Test
  void aRepositoryIsMadeShownAndDeleted() {
    Repository made = create("team/web");

    assertThat(made.getRepositoryArn())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/team/web");
    assertThat(made.getRepositoryUri()).isEqualTo(registry.address() + "/team/web");
    refused(() -> create("team/web"), "RepositoryAlreadyExistsException", "'team/web'");
    assertThat(
            ecr.describeRepositories(
                    DescribeRepositoriesRequest.newBuilder().addRepositoryNames("team/web").build())
                .getRepositoriesList())
        .containsExactly(made);

    ecr.deleteRepository(
        DeleteRepositoryRequest.newBuilder().setRepositoryName("team/web").build());
    refused(
        () ->
            ecr.describeRepositories(
                DescribeRepositoriesRequest.newBuilder().addRepositoryNames("team/web").build()),
        "RepositoryNotFoundException",
        "'team/web'");
  }

  @Test
  void repositoriesAreListedByPages() {
    List.of("page/a", "page/b", "page/c").forEach(EcrIT::create);
    List<String> all = new java.util.ArrayList<>();
    String token = "";
    do {
      var page =
          ecr.describeRepositories(
              DescribeRepositoriesRequest.newBuilder()
                  .setMaxResults(2)
                  .setNextToken(token)
                  .build());
      assertThat(page.getRepositoriesCount()).isLessThanOrEqualTo(2);
      page.getRepositoriesList().forEach(row -> all.add(row.getRepositoryName()));
      token = page.getNextToken();
    } while (!token.isEmpty());
    assertThat(all).contains("page/a", "page/b", "page/c").isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anImageIsPutFoundListedAndDeleted() throws IOException {
    create("images");
    String manifest = manifest("images", "one");
    String digest = Digest.of(Digest.Algorithm.SHA256, manifest.getBytes(UTF_8)).toString();

    assertThat(
            ecr.putImage(image("images", manifest, "v1")).getImage().getImageId().getImageDigest())
        .isEqualTo(digest);
    refused(
        () -> ecr.putImage(image("images", manifest, "v1")), "ImageAlreadyExistsException", "'v1'");
    ecr.putImage(image("images", manifest, "v2"));
    assertThat(docker.send("GET", "/v2/images/manifests/v1").body())
        .isEqualTo(manifest.getBytes(UTF_8));

    var got =
        ecr.batchGetImage(
            BatchGetImageRequest.newBuilder()
                .setRepositoryName("images")
                .addImageIds(tagged("v1"))
                .addImageIds(tagged("none"))
                .build());
    assertThat(got.getImages(0).getImageManifest()).isEqualTo(manifest);
    assertThat(got.getFailures(0).getFailureCode())
        .isEqualTo(ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_NOT_FOUND);
    assertThat(
            ecr.listImages(ListImagesRequest.newBuilder().setRepositoryName("images").build())
                .getImageIdsList())
        .extracting(ImageIdentifier::getImageTag)
        .containsExactly("v1", "v2");
    var detail =
        ecr.describeImages(DescribeImagesRequest.newBuilder().setRepositoryName("images").build())
            .getImageDetails(0);
    assertThat(detail.getImageTagsList()).containsExactly("v1", "v2");
    assertThat(detail.getImageSizeInBytes()).isEqualTo(3);
    assertThat(detail.getImageManifestMediaType()).isEqualTo(TYPE);
    refused(
        () ->
            ecr.deleteRepository(
                DeleteRepositoryRequest.newBuilder().setRepositoryName("images").build()),
        "RepositoryNotEmptyException",
        "still contains images");

    assertThat(delete("images", tagged("v1")))
        .containsExactly(tagged("v1").toBuilder().setImageDigest(digest).build());
    assertThat(docker.send("HEAD", "/v2/images/manifests/v2").statusCode()).isEqualTo(200);
    delete("images", tagged("v2"));
    assertThat(docker.send("HEAD", "/v2/images/manifests/" + digest).statusCode()).isEqualTo(404);
  }

  private static List<ImageIdentifier> delete(String repository, ImageIdentifier id) {
    return ecr.batchDeleteImage(
            BatchDeleteImageRequest.newBuilder()
                .setRepositoryName(repository)
                .addImageIds(id)
                .build())
        .getImageIdsList();
  }

  @Test
  void anImageWithoutATagIsListedAsSuch() throws IOException {
    create("untagged");
    String first = manifest("untagged", "first");
    ecr.putImage(image("untagged", first, "latest"));
    ecr.putImage(image("untagged", manifest("untagged", "second"), "latest"));

    var ids =
        ecr.listImages(
                ListImagesRequest.newBuilder()
                    .setRepositoryName("untagged")
                    .setFilter(
                        ListImagesFilter.newBuilder().setTagStatus(TagStatus.TAG_STATUS_UNTAGGED))
                    .build())
            .getImageIdsList();

    assertThat(ids)
        .containsExactly(
            ImageIdentifier.newBuilder()
                .setImageDigest(
                    Digest.of(Digest.Algorithm.SHA256, first.getBytes(UTF_8)).toString())
                .build());
  }

  @Test
  void immutableTagsStayWhereTheyAreOnBothApis() throws IOException {
    create("fixed");
    String first = manifest("fixed", "first");
    String second = manifest("fixed", "second");
    ecr.putImage(image("fixed", first, "v1"));
    ecr.putImage(image("fixed", first, "dev-1"));
    ecr.putImageTagMutability(
        PutImageTagMutabilityRequest.newBuilder()
            .setRepositoryName("fixed")
            .setImageTagMutability(ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE_WITH_EXCLUSION)
            .addImageTagMutabilityExclusionFilters(
                ImageTagMutabilityExclusionFilter.newBuilder()
                    .setFilter("dev-*")
                    .setFilterType(
                        ImageTagMutabilityExclusionFilterType
                            .IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_TYPE_WILDCARD))
            .build());

    refused(
        () -> ecr.putImage(image("fixed", second, "v1")), "ImageTagAlreadyExistsException", "'v1'");
    var pushed =
        docker.send("PUT", "/v2/fixed/manifests/v1", second.getBytes(UTF_8), "Content-Type", TYPE);
    assertThat(pushed.statusCode()).isEqualTo(400);
    assertThat(new String(pushed.body(), UTF_8)).contains("TAG_INVALID");
    ecr.putImage(image("fixed", second, "dev-1"));
    assertThat(docker.send("GET", "/v2/fixed/manifests/v1").body())
        .isEqualTo(first.getBytes(UTF_8));
    assertThat(docker.send("GET", "/v2/fixed/manifests/dev-1").body())
        .isEqualTo(second.getBytes(UTF_8));
  }

  @Test
  void aManifestWhoseLayersAreNotThereIsRefused() throws IOException {
    create("whole");
    String elsewhere = manifest("elsewhere", "a blob of another repository");

    refused(
        () -> ecr.putImage(image("whole", elsewhere, "v1")), "LayersNotFoundException", "sha256:");
    refused(
        () -> ecr.putImage(image("whole", "no manifest", "v1")),
        "InvalidParameterException",
        "imageManifest");
    var layers =
        ecr.batchCheckLayerAvailability(
            BatchCheckLayerAvailabilityRequest.newBuilder()
                .setRepositoryName("elsewhere")
                .addLayerDigests(
                    Digest.of(
                            Digest.Algorithm.SHA256, "a blob of another repository".getBytes(UTF_8))
                        .toString())
                .addLayerDigests("sha256:" + "0".repeat(64))
                .build());
    assertThat(layers.getLayersList())
        .extracting(layer -> layer.getLayerAvailability())
        .containsExactly(
            LayerAvailability.LAYER_AVAILABILITY_AVAILABLE,
            LayerAvailability.LAYER_AVAILABILITY_UNAVAILABLE);
  }

  @Test
  void tagsOfARepositoryComeAndGo() {
    String arn = create("with-tags").getRepositoryArn();
    Tag team = Tag.newBuilder().setKey("team").setValue("a").build();
    Tag cost = Tag.newBuilder().setKey("cost").setValue("1").build();
    ecr.tagResource(
        TagResourceRequest.newBuilder().setResourceArn(arn).addTags(team).addTags(cost).build());
    ecr.untagResource(
        UntagResourceRequest.newBuilder().setResourceArn(arn).addTagKeys("cost").build());

    assertThat(
            ecr.listTagsForResource(
                    ListTagsForResourceRequest.newBuilder().setResourceArn(arn).build())
                .getTagsList())
        .containsExactly(team);
    refused(
        () ->
            ecr.tagResource(
                TagResourceRequest.newBuilder()
                    .setResourceArn(arn)
                    .addTags(team.toBuilder().setKey("aws:x"))
                    .build()),
        "InvalidParameterException",
        "aws:");
  }

  @Test
  void thePasswordOfAnInstanceOnlyPulls() throws IOException {
    create("pulled");
    ecr.putImage(image("pulled", manifest("pulled", "instance"), "1"));
    String token =
        client
            .as("arn:aws:ecs:us-east-1:000000000000:container-instance/edge/1")
            .getAuthorizationToken(GetAuthorizationTokenRequest.getDefaultInstance())
            .getAuthorizationData(0)
            .getAuthorizationToken();
    try (Client instance = new Client(registry.uri(), "Basic " + token)) {
      assertThat(instance.send("GET", "/v2/pulled/manifests/1").statusCode()).isEqualTo(200);
      assertThat(instance.send("POST", "/v2/pulled/blobs/uploads/").statusCode()).isEqualTo(403);
      assertThat(instance.send("DELETE", "/v2/pulled/manifests/1").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void thePasswordOfUserAwsSignsIn() throws IOException {
    var data =
        ecr.getAuthorizationToken(GetAuthorizationTokenRequest.getDefaultInstance())
            .getAuthorizationData(0);
    String pair = new String(Base64.getDecoder().decode(data.getAuthorizationToken()), UTF_8);
    assertThat(data.getProxyEndpoint()).isEqualTo(registry.uri().toString());
    assertThat(pair).startsWith("AWS:");

    try (Client signedIn =
        new Client(registry.uri(), Client.basic("AWS", pair.substring("AWS:".length())))) {
      assertThat(signedIn.send("GET", "/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onlyServicesOfTheInstallationMayCall() {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ECRGrpc.newBlockingStub(client.channel())
                    .describeRepositories(DescribeRepositoriesRequest.getDefaultInstance()));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }
}
