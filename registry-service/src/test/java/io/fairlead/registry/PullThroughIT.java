package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.ecr.BatchGetImageRequest;
import io.fairlead.proto.ecr.CreatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.DeletePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.DescribePullThroughCacheRulesRequest;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetDownloadUrlForLayerRequest;
import io.fairlead.proto.ecr.ImageFailure;
import io.fairlead.proto.ecr.ImageFailureCode;
import io.fairlead.proto.ecr.ImageIdentifier;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.PutImageTagMutabilityRequest;
import io.fairlead.proto.ecr.PutRegistryPolicyRequest;
import io.fairlead.proto.ecr.SetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.UpdatePullThroughCacheRuleRequest;
import io.fairlead.proto.ecr.ValidatePullThroughCacheRuleRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of another registry, here a second one of our own that lets everybody pull. */
final class PullThroughIT {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
       "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}""";
  private static final byte[] CONFIG = {'{', '}'};
  private static final byte[] LAYER = Images.bytes(300_000, 1);
  private static final byte[] MANIFEST = Images.manifest(CONFIG, LAYER);
  private static final String HERE = "cache/team/web";

  @TempDir Path home;
  private TestRegistry other;
  private TestRegistry registry;
  private Client there;
  private Client here;
  private EcrClient ecr;

  @BeforeEach
  void start() throws IOException {
    other = new TestRegistry(home.resolve("other"));
    there = Client.user(other.uri());
    push("team/web", "v1", MANIFEST);
    try (EcrClient client = new EcrClient(other)) {
      var policy =
          SetRepositoryPolicyRequest.newBuilder()
              .setRepositoryName("team/web")
              .setPolicyText(POLICY);
      var _ = client.as(EcrClient.ADMIN).setRepositoryPolicy(policy.build());
    }
  }

  @AfterEach
  void end() {
    ecr.close();
    here.close();
    registry.close();
    there.close();
    other.close();
  }

  private void open(int hours) throws IOException {
    registry = new TestRegistry(home.resolve("here"), Map.of("upstreamCheckHours", hours));
    here = Client.user(registry.uri());
    ecr = new EcrClient(registry);
    var _ = calls().createPullThroughCacheRule(rule("cache", other.uri().toString()));
  }

  private ECRBlockingStub calls() {
    return ecr.as(EcrClient.ADMIN);
  }

  private static CreatePullThroughCacheRuleRequest rule(String prefix, String upstream) {
    return CreatePullThroughCacheRuleRequest.newBuilder()
        .setEcrRepositoryPrefix(prefix)
        .setUpstreamRegistryUrl(upstream)
        .build();
  }

  private void push(String repository, String reference, byte[] manifest) throws IOException {
    Images.blob(there, repository, CONFIG);
    Images.blob(there, repository, LAYER);
    assertThat(Images.put(there, repository, reference, manifest).statusCode()).isEqualTo(201);
  }

  private byte[] pull(String path) throws IOException {
    var answer = here.send("GET", "/v2/" + HERE + "/" + path);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return answer.body();
  }

  private void awaitTag(String tag) {
    await()
        .until(
            () ->
                new String(here.send("GET", "/v2/" + HERE + "/tags/list").body(), UTF_8)
                    .contains('"' + tag + '"'));
  }

  @Test
  void whatWasPulledOnceIsHereWhereTheOtherRegistryIsNot() throws IOException {
    open(24);
    var head = here.send("HEAD", "/v2/" + HERE + "/manifests/v1");
    assertThat(head.headers().firstValue("Docker-Content-Digest"))
        .hasValue(Images.digest(MANIFEST).toString());
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
    assertThat(pull("blobs/" + Images.digest(LAYER))).isEqualTo(LAYER);
    awaitTag("v1");
    other.stop();
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
    assertThat(pull("manifests/" + Images.digest(MANIFEST))).isEqualTo(MANIFEST);
    assertThat(pull("blobs/" + Images.digest(CONFIG))).isEqualTo(CONFIG);
    assertThat(pull("blobs/" + Images.digest(LAYER))).isEqualTo(LAYER);
    assertThat(here.send("GET", "/v2/" + HERE + "/manifests/v2").statusCode()).isEqualTo(503);
    other.restart();
  }

  @Test
  void aTagFollowsTheOneThereWhenItIsDue() throws IOException {
    byte[] second = Images.manifest("\"annotations\":{\"n\":\"2\"},", CONFIG, LAYER);
    open(0);
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
    awaitTag("v1");
    push("team/web", "v1", second);
    await().until(() -> java.util.Arrays.equals(pull("manifests/v1"), second));
    other.stop();
    await().until(() -> java.util.Arrays.equals(pull("manifests/v1"), second));
    other.restart();
  }

  @Test
  void aTagOfARepositoryWhoseTagsStayFollowsNobody() throws IOException {
    open(0);
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
    awaitTag("v1");
    var _ =
        calls()
            .putImageTagMutability(
                PutImageTagMutabilityRequest.newBuilder()
                    .setRepositoryName(HERE)
                    .setImageTagMutability(ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE)
                    .build());
    byte[] second = Images.manifest("\"annotations\":{\"n\":\"2\"},", CONFIG, LAYER);
    push("team/web", "v1", second);
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
    push("team/web", "v2", second);
    assertThat(pull("manifests/v2")).isEqualTo(second);
    awaitTag("v2");
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
  }

  @Test
  void aTagThatWasPushedHereIsNotTheOtherRegistrys() throws IOException {
    byte[] own = Images.manifest("\"annotations\":{\"n\":\"own\"},", CONFIG, LAYER);
    open(0);
    Images.blob(here, HERE, CONFIG);
    Images.blob(here, HERE, LAYER);
    assertThat(Images.put(here, HERE, "v1", own).statusCode()).isEqualTo(201);
    assertThat(pull("manifests/v1")).isEqualTo(own);
    push("team/web", "v2", MANIFEST);
    assertThat(pull("manifests/v2")).isEqualTo(MANIFEST);
    awaitTag("v2");
    assertThat(Images.put(here, HERE, "v2", own).statusCode()).isEqualTo(201);
    assertThat(pull("manifests/v2")).isEqualTo(own);
  }

  @Test
  void ofAnIndexComesWhatIsAskedFor() throws IOException {
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(Images.INDEX, Images.descriptor(Images.MANIFEST, MANIFEST))
            .getBytes(UTF_8);
    var put = there.send("PUT", "/v2/team/web/manifests/all", index, "Content-Type", Images.INDEX);
    assertThat(put.statusCode()).isEqualTo(201);
    open(24);
    assertThat(pull("manifests/all")).isEqualTo(index);
    awaitTag("all");
    assertThat(pull("manifests/" + Images.digest(MANIFEST))).isEqualTo(MANIFEST);
  }

  @Test
  void whatTheOtherRegistryHasNotIsNotHere() throws IOException {
    open(24);
    assertThat(here.send("GET", "/v2/" + HERE + "/manifests/none").statusCode()).isEqualTo(404);
    String blob = "/v2/" + HERE + "/blobs/" + Images.digest(Images.bytes(5, 5));
    assertThat(here.send("GET", blob).statusCode()).isEqualTo(404);
    push("team/secret", "v1", MANIFEST);
    var secret = here.send("GET", "/v2/cache/team/secret/manifests/v1");
    assertThat(secret.statusCode()).isEqualTo(503);
    assertThat(new String(secret.body(), UTF_8)).contains("answers 401 to whoever has no name");
    assertThat(here.send("GET", "/v2/team/web/manifests/v1").statusCode()).isEqualTo(404);
  }

  @Test
  void theCallsOfTheEcrApiPullThroughToo() throws IOException {
    open(24);
    var image =
        BatchGetImageRequest.newBuilder()
            .setRepositoryName(HERE)
            .addImageIds(ImageIdentifier.newBuilder().setImageTag("v1"))
            .addImageIds(ImageIdentifier.newBuilder().setImageTag("none"))
            .build();
    var layer =
        GetDownloadUrlForLayerRequest.newBuilder()
            .setRepositoryName(HERE)
            .setLayerDigest(Images.digest(LAYER).toString())
            .build();
    var got = calls().batchGetImage(image);
    assertThat(got.getImages(0).getImageManifest()).isEqualTo(new String(MANIFEST, UTF_8));
    assertThat(got.getFailuresList())
        .extracting(ImageFailure::getFailureCode)
        .containsExactly(ImageFailureCode.IMAGE_FAILURE_CODE_IMAGE_NOT_FOUND);
    URI address = URI.create(calls().getDownloadUrlForLayer(layer).getDownloadUrl());
    try (Client nobody = new Client(registry.uri(), "")) {
      assertThat(nobody.send("GET", address.getPath() + "?" + address.getQuery()).body())
          .isEqualTo(LAYER);
    }
    awaitTag("v1");
    other.stop();
    got = calls().batchGetImage(image);
    assertThat(got.getImagesList()).hasSize(1);
    assertThat(got.getFailuresList())
        .extracting(ImageFailure::getFailureCode)
        .containsExactly(ImageFailureCode.IMAGE_FAILURE_CODE_UPSTREAM_UNAVAILABLE);
    refused(
        () ->
            calls()
                .getDownloadUrlForLayer(
                    layer.toBuilder()
                        .setLayerDigest(Images.digest(Images.bytes(9, 9)).toString())
                        .build()),
        "UnableToGetUpstreamLayerException",
        "refused");
    other.restart();
  }

  @Test
  void whoMayNotImportGetsWhatIsHereOnly() throws IOException {
    open(24);
    String deny =
        """
        {"Statement":[{"Sid":"no","Effect":"Deny","Principal":"*",
          "Action":"ecr:BatchImportUpstreamImage","Resource":"*"}]}""";
    var policy = PutRegistryPolicyRequest.newBuilder().setPolicyText(deny).build();
    var _ = calls().putRegistryPolicy(policy);
    var refusal = here.send("GET", "/v2/" + HERE + "/manifests/v1");
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(new String(refusal.body(), UTF_8)).contains("ecr:BatchImportUpstreamImage");
    assertThat(here.send("GET", "/v2/" + HERE + "/blobs/" + Images.digest(LAYER)).statusCode())
        .isEqualTo(404);
    Images.blob(here, HERE, CONFIG);
    Images.blob(here, HERE, LAYER);
    assertThat(Images.put(here, HERE, "v1", MANIFEST).statusCode()).isEqualTo(201);
    assertThat(pull("manifests/v1")).isEqualTo(MANIFEST);
  }

  @Test
  void rulesAreMadeShownCheckedAndRemoved() throws IOException {
    open(24);
    refused(
        () -> calls().createPullThroughCacheRule(rule("cache/", "registry.example.com")),
        "PullThroughCacheRuleAlreadyExistsException",
        "'cache'");
    refused(
        () -> calls().createPullThroughCacheRule(rule("plain", "http://registry.example.com")),
        "UnsupportedUpstreamRegistryException",
        "https only");
    refused(
        () -> calls().createPullThroughCacheRule(rule("path", "registry.example.com/v2")),
        "UnsupportedUpstreamRegistryException",
        "HOST[:PORT]");
    var all = DescribePullThroughCacheRulesRequest.getDefaultInstance();
    assertThat(calls().describePullThroughCacheRules(all).getPullThroughCacheRulesList())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getUpstreamRegistryUrl()).isEqualTo(other.uri().toString());
              assertThat(rule.getUpstreamRepositoryPrefix()).isEqualTo("ROOT");
            });
    var validate =
        ValidatePullThroughCacheRuleRequest.newBuilder().setEcrRepositoryPrefix("cache").build();
    assertThat(calls().validatePullThroughCacheRule(validate).getIsValid()).isTrue();
    other.stop();
    assertThat(calls().validatePullThroughCacheRule(validate).getFailure()).contains("refused");
    other.restart();
    refused(
        () ->
            calls()
                .updatePullThroughCacheRule(
                    UpdatePullThroughCacheRuleRequest.newBuilder()
                        .setEcrRepositoryPrefix("cache")
                        .setCredentialArn(
                            "arn:aws:secretsmanager:us-east-1:000000000000:secret:ecr-pullthroughcache/x")
                        .build()),
        "UnsupportedFeatureException",
        "credentialArn");
    var delete =
        DeletePullThroughCacheRuleRequest.newBuilder().setEcrRepositoryPrefix("cache").build();
    var _ = calls().deletePullThroughCacheRule(delete);
    refused(
        () -> calls().deletePullThroughCacheRule(delete),
        "PullThroughCacheRuleNotFoundException",
        "'cache'");
    assertThat(here.send("GET", "/v2/" + HERE + "/manifests/v1").statusCode()).isEqualTo(404);
  }
}
