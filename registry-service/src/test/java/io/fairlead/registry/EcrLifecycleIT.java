package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.proto.ecr.BatchDeleteImageRequest;
import io.fairlead.proto.ecr.BatchDeleteImageResponse;
import io.fairlead.proto.ecr.DeleteLifecyclePolicyRequest;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewResponse;
import io.fairlead.proto.ecr.GetLifecyclePolicyRequest;
import io.fairlead.proto.ecr.ImageDetail;
import io.fairlead.proto.ecr.ImageFailure;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewResult;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewStatus;
import io.fairlead.proto.ecr.PutLifecyclePolicyRequest;
import io.fairlead.proto.ecr.StartLifecyclePolicyPreviewRequest;
import io.fairlead.proto.rim.GrpcEndpoint;
import io.fairlead.proto.rim.ServiceTokenCheck;
import io.fairlead.proto.usage.ImageInUse;
import io.fairlead.proto.usage.ImageUseGrpc;
import io.fairlead.proto.usage.ListImagesInUseRequest;
import io.fairlead.registry.catalog.Database;
import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.lifecycle.ImageRecord;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.usage.SchedulerUsage;
import io.fairlead.registry.usage.Usage;
import io.fairlead.registry.usage.UsedImages;
import io.fairlead.testkit.FastFolder;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lifecycle policies from their text to what they leave. */
class EcrLifecycleIT {
  private static final String UNTAGGED =
      """
      {"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countNumber": 7,
        "countType": "sinceImagePushed", "countUnit": "days"}, "action": {"type": "expire"}}]}""";
  private static final String NOT_PULLED =
      """
      {"rules": [{"rulePriority": 3, "selection": {"tagStatus": "any", "countNumber": 7,
        "countType": "sinceImagePulled", "countUnit": "days"}, "action": {"type": "expire"}}]}""";
  private static final Duration WEEK_AND_A_DAY = Duration.ofDays(8);

  @TempDir(factory = FastFolder.class)
  static Path home;

  private static TestRegistry registry;
  private static EcrClient client;
  private static ECRBlockingStub ecr;
  private static Client docker;
  private static Database database;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(home);
    client = new EcrClient(registry);
    ecr = client.as(EcrClient.ADMIN);
    docker = Client.user(registry.uri());
    database = registry.database();
  }

  @AfterAll
  static void end() {
    docker.close();
    client.close();
    registry.close();
  }

  /** Pushes an image and gives its digest. */
  private static String push(String repository, String tag, String content) throws IOException {
    byte[] config = content.getBytes(UTF_8);
    Images.blob(docker, repository, config);
    byte[] manifest = Images.manifest(config);
    assertThat(Images.put(docker, repository, tag, manifest).statusCode()).isEqualTo(201);
    return Images.digest(manifest).toString();
  }

  private static void put(String repository, String policy) {
    ecr.putLifecyclePolicy(
        PutLifecyclePolicyRequest.newBuilder()
            .setRepositoryName(repository)
            .setLifecyclePolicyText(policy)
            .build());
  }

  private static List<ImageDetail> images(String repository) {
    return ecr.describeImages(
            DescribeImagesRequest.newBuilder().setRepositoryName(repository).build())
        .getImageDetailsList();
  }

  private static List<String> digests(String repository) {
    return images(repository).stream().map(ImageDetail::getImageDigest).toList();
  }

  private static GetLifecyclePolicyPreviewResponse preview(String repository, int most) {
    return ecr.getLifecyclePolicyPreview(
        GetLifecyclePolicyPreviewRequest.newBuilder()
            .setRepositoryName(repository)
            .setMaxResults(most)
            .build());
  }

  /** Acts on all policies as if that much time had gone by. */
  private static void runAfter(Duration time) {
    runAfter(time, Usage.NONE);
  }

  private static void runAfter(Duration time, Usage usage) {
    Instant later = Instant.now().plus(time);
    try (PullTimes pulls = new PullTimes(database, () -> later);
        LifecycleRuns runs =
            new LifecycleRuns(
                new Lifecycles(database), pulls, usage, () -> later, Duration.ofDays(1))) {
      runs.run();
    }
  }

  @Test
  void aPolicyIsKeptAsItWasPut() {
    client.create("kept");
    var get = GetLifecyclePolicyRequest.newBuilder().setRepositoryName("kept").build();
    refused(() -> ecr.getLifecyclePolicy(get), "LifecyclePolicyNotFoundException", "'kept'");
    put("kept", UNTAGGED);
    assertThat(ecr.getLifecyclePolicy(get).getLifecyclePolicyText()).isEqualTo(UNTAGGED);
    refused(
        () -> put("kept", UNTAGGED.replace("untagged", "sometimes")),
        "InvalidParameterException",
        "rules[0].selection.tagStatus");
    assertThat(
            ecr.deleteLifecyclePolicy(
                    DeleteLifecyclePolicyRequest.newBuilder().setRepositoryName("kept").build())
                .getLifecyclePolicyText())
        .isEqualTo(UNTAGGED);
    refused(() -> ecr.getLifecyclePolicy(get), "LifecyclePolicyNotFoundException", "'kept'");
  }

  @Test
  void aRunTakesAwayWhatTheRulesSayWhenTheTimeHasCome() throws IOException {
    String first = push("moved", "latest", "first");
    String second = push("moved", "latest", "second");
    put("moved", UNTAGGED);

    runAfter(Duration.ofDays(6));
    assertThat(digests("moved")).containsExactlyInAnyOrder(first, second);
    runAfter(WEEK_AND_A_DAY);
    assertThat(digests("moved")).containsExactly(second);
    assertThat(docker.send("GET", "/v2/moved/manifests/" + first).statusCode()).isEqualTo(404);
    assertThat(
            ecr.getLifecyclePolicy(
                    GetLifecyclePolicyRequest.newBuilder().setRepositoryName("moved").build())
                .hasLastEvaluatedAt())
        .isTrue();
  }

  @Test
  void aPullKeepsAnImage() throws IOException {
    String pulled = push("pulled", "a", "pulled");
    push("pulled", "b", "not pulled");
    put("pulled", NOT_PULLED);
    assertThat(images("pulled")).noneMatch(ImageDetail::hasLastRecordedPullTime);

    Instant later = Instant.now().plus(Duration.ofDays(5));
    try (PullTimes pulls = new PullTimes(database, () -> later)) {
      pulls.pulled("pulled", pulled);
      pulls.pulled("pulled", "sha256:of-none");
    }
    assertThat(images("pulled"))
        .filteredOn(ImageDetail::hasLastRecordedPullTime)
        .extracting(ImageDetail::getImageDigest)
        .containsExactly(pulled);
    runAfter(WEEK_AND_A_DAY);
    assertThat(digests("pulled")).containsExactly(pulled);
  }

  @Test
  void pullsThroughTheRegistryAreWrittenDownWhenItCloses() throws IOException {
    String digest = push("read", "v1", "read");
    docker.send("HEAD", "/v2/read/manifests/v1");
    registry.restart();
    assertThat(images("read")).noneMatch(ImageDetail::hasLastRecordedPullTime);

    docker.send("GET", "/v2/read/manifests/v1");
    registry.restart();
    assertThat(images("read"))
        .filteredOn(ImageDetail::hasLastRecordedPullTime)
        .extracting(ImageDetail::getImageDigest)
        .containsExactly(digest);
  }

  @Test
  void aPreviewTellsWhatWouldGoAndTakesNothing() throws IOException {
    List<String> oldest =
        List.of(push("shown", "v1", "1"), push("shown", "v2", "2")).stream().sorted().toList();
    push("shown", "v3", "3");
    refused(() -> preview("shown", 100), "LifecyclePolicyPreviewNotFoundException", "'shown'");
    var start = StartLifecyclePolicyPreviewRequest.newBuilder().setRepositoryName("shown");
    refused(
        () -> ecr.startLifecyclePolicyPreview(start.build()),
        "LifecyclePolicyNotFoundException",
        "'shown'");
    String text =
        """
        {"rules": [{"rulePriority": 5, "selection": {"tagStatus": "tagged", "countNumber": 1,
          "tagPatternList": ["v*"], "countType": "imageCountMoreThan"},
          "action": {"type": "expire"}}]}""";
    ecr.startLifecyclePolicyPreview(start.setLifecyclePolicyText(text).build());

    var first = preview("shown", 1);
    assertThat(first.getStatus())
        .isEqualTo(LifecyclePolicyPreviewStatus.LIFECYCLE_POLICY_PREVIEW_STATUS_COMPLETE);
    assertThat(first.getSummary().getExpiringImageTotalCount()).isEqualTo(2);
    assertThat(first.getPreviewResultsList())
        .extracting(LifecyclePolicyPreviewResult::getImageDigest)
        .containsExactly(oldest.get(0));
    assertThat(first.getPreviewResults(0).getAppliedRulePriority()).isEqualTo(5);
    var second =
        ecr.getLifecyclePolicyPreview(
            GetLifecyclePolicyPreviewRequest.newBuilder()
                .setRepositoryName("shown")
                .setMaxResults(1)
                .setNextToken(first.getNextToken())
                .build());
    assertThat(second.getPreviewResultsList())
        .extracting(LifecyclePolicyPreviewResult::getImageDigest)
        .containsExactly(oldest.get(1));
    assertThat(second.hasNextToken()).isFalse();
    assertThat(digests("shown")).hasSize(3);
  }

  @Test
  void whatIsInUseStays() throws IOException {
    String byTag = push("used", "1", "one");
    String byDigest = push("used", "2", "two");
    String free = push("used", "3", "three");
    put("used", NOT_PULLED);

    runAfter(
        WEEK_AND_A_DAY,
        () -> {
          throw new IOException("no scheduler answers");
        });
    assertThat(digests("used")).containsExactlyInAnyOrder(byTag, byDigest, free);

    UsedImages used = new UsedImages();
    used.add("127.0.0.1:7437/used:1", Optional.empty());
    used.add("127.0.0.1:7437/used:latest", Optional.of(byDigest));
    runAfter(WEEK_AND_A_DAY, () -> used);
    assertThat(digests("used")).containsExactlyInAnyOrder(byTag, byDigest);
  }

  @Test
  void whatAnIndexCameToListStays() throws IOException {
    byte[] config = "part".getBytes(UTF_8);
    String part = push("late", "part", "part");
    Lifecycles lifecycles = new Lifecycles(database);
    long repository =
        new Repositories(database).find(RepositoryName.parse("late").orElseThrow()).getAsLong();
    ImageRecord seen = lifecycles.images(repository).getFirst();
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(Images.INDEX, Images.descriptor(Images.MANIFEST, Images.manifest(config)))
            .getBytes(UTF_8);
    var put = docker.send("PUT", "/v2/late/manifests/all", index, "Content-Type", Images.INDEX);
    assertThat(put.statusCode()).isEqualTo(201);

    assertThat(lifecycles.expire(repository, seen)).isFalse();
    var failures = delete("late", part).getFailuresList();
    assertThat(failures)
        .extracting(ImageFailure::getFailureCode)
        .containsExactly(ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_REFERENCED_BY_MANIFEST_LIST);
    assertThat(delete("late", Images.digest(index).toString()).getFailuresList()).isEmpty();
    assertThat(lifecycles.expire(repository, seen)).isTrue();
  }

  private static BatchDeleteImageResponse delete(String repository, String digest) {
    return ecr.batchDeleteImage(
        BatchDeleteImageRequest.newBuilder()
            .setRepositoryName(repository)
            .addImageIds(ImageIdentifier.newBuilder().setImageDigest(digest))
            .build());
  }

  /** Somewhere a task uses tag 1 of used/web. */
  private static GrpcEndpoint scheduler(String token) throws IOException {
    var asked =
        new ImageUseGrpc.ImageUseImplBase() {
          @Override
          public void listImagesInUse(
              ListImagesInUseRequest request, StreamObserver<ImageInUse> caller) {
            caller.onNext(ImageInUse.newBuilder().setImage("h:1/used/web:1").build());
            caller.onCompleted();
          }
        };
    return new GrpcEndpoint(
        "127.0.0.1", 0, new ServiceTokenCheck(token), List.<BindableService>of(asked));
  }

  @Test
  void aPreviewLeavesOutWhatIsInUse(@TempDir Path other) throws IOException {
    String text =
        """
        {"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", "countNumber": 1,
          "countType": "imageCountMoreThan"}, "action": {"type": "expire"}}]}""";
    var start =
        StartLifecyclePolicyPreviewRequest.newBuilder()
            .setRepositoryName("used/web")
            .setLifecyclePolicyText(text)
            .build();
    var get = GetLifecyclePolicyPreviewRequest.newBuilder().setRepositoryName("used/web").build();
    GrpcEndpoint scheduler = scheduler(TestRegistry.SERVICE_TOKEN);
    List<String> schedulers = List.of("127.0.0.1:" + scheduler.port());
    try (TestRegistry here = new TestRegistry(other, Map.of("schedulers", schedulers));
        EcrClient calls = new EcrClient(here);
        Client user = Client.user(here.uri())) {
      for (int i = 1; i <= 3; i++) {
        byte[] config = ("{\"n\":" + i + "}").getBytes(UTF_8);
        Images.blob(user, "used/web", config);
        Images.put(user, "used/web", "" + i, Images.manifest(config));
      }
      var _ = calls.as(EcrClient.ADMIN).startLifecyclePolicyPreview(start);
      assertThat(calls.as(EcrClient.ADMIN).getLifecyclePolicyPreview(get).getPreviewResultsList())
          .extracting(it -> it.getImageTags(0))
          .containsExactly("2");
      scheduler.close();
      refused(
          () -> calls.as(EcrClient.ADMIN).startLifecyclePolicyPreview(start),
          "ServerException",
          "No scheduler can be asked");
    } finally {
      scheduler.close();
    }
  }

  @Test
  void aSchedulerIsAskedWhatIsInUse() throws Exception {
    try (GrpcEndpoint scheduler = scheduler("token");
        SchedulerUsage usage =
            new SchedulerUsage(List.of("127.0.0.1:1", "127.0.0.1:" + scheduler.port()), "token");
        SchedulerUsage stranger =
            new SchedulerUsage(List.of("127.0.0.1:" + scheduler.port()), "another")) {
      assertThat(usage.now().hold("used/web", "sha256:a", List.of("1"))).isTrue();
      assertThatThrownBy(stranger::now).isInstanceOf(IOException.class);
    }
  }
}
