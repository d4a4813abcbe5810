package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.proto.ecr.DeleteRegistryPolicyRequest;
import io.fairlead.proto.ecr.DeleteRepositoryPolicyRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetRegistryPolicyRequest;
import io.fairlead.proto.ecr.GetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.ListImagesRequest;
import io.fairlead.proto.ecr.PutRegistryPolicyRequest;
import io.fairlead.proto.ecr.SetRepositoryPolicyRequest;
import io.fairlead.testkit.FastFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies put through the ECR API and acted on by both APIs. */
class EcrPoliciesIT {
  private static final String PUBLIC =
      """
      {"Version": "2008-10-17", "Statement": [{"Sid": "public", "Effect": "Allow", "Principal": "*",
       "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]}""";

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

  private static String set(String repository, String policy, boolean force) {
    return ecr.setRepositoryPolicy(
            SetRepositoryPolicyRequest.newBuilder()
                .setRepositoryName(repository)
                .setPolicyText(policy)
                .setForce(force)
                .build())
        .getPolicyText();
  }

  private static String get(String repository) {
    return ecr.getRepositoryPolicy(
            GetRepositoryPolicyRequest.newBuilder().setRepositoryName(repository).build())
        .getPolicyText();
  }

  private static String delete(String repository) {
    return ecr.deleteRepositoryPolicy(
            DeleteRepositoryPolicyRequest.newBuilder().setRepositoryName(repository).build())
        .getPolicyText();
  }

  private static void push(String repository) throws IOException {
    byte[] config = "{}".getBytes(UTF_8);
    Images.blob(docker, repository, config);
    assertThat(Images.put(docker, repository, "v1", Images.manifest(config)).statusCode())
        .isEqualTo(201);
  }

  /** Status of a request by somebody who signs in with nothing, as docker makes it. */
  private static int anonymous(String method, String repository, String actions)
      throws IOException {
    try (Client nobody = new Client(registry.uri(), "")) {
      String path = "/v2/" + repository + "/manifests/v1";
      assertThat(nobody.send(method, path).statusCode()).isEqualTo(401);
      var answer = nobody.send("GET", "/token?scope=repository:" + repository + ":" + actions);
      if (answer.statusCode() != 200) {
        return answer.statusCode();
      }
      String token = new ObjectMapper().readTree(answer.body()).get("token").asText();
      return nobody
          .send(method, path, new byte[0], "Authorization", "Bearer " + token)
          .statusCode();
    }
  }

  @Test
  void aPolicyIsKeptAsItWasPut() throws IOException {
    client.create("kept");
    refused(() -> get("kept"), "RepositoryPolicyNotFoundException", "'kept'");
    refused(() -> delete("kept"), "RepositoryPolicyNotFoundException", "'kept'");

    assertThat(set("kept", PUBLIC, false)).isEqualTo(PUBLIC);
    assertThat(get("kept")).isEqualTo(PUBLIC);
    assertThat(delete("kept")).isEqualTo(PUBLIC);
    refused(() -> get("kept"), "RepositoryPolicyNotFoundException", "'kept'");
    refused(
        () -> set("kept", "{\"Statement\":{\"Condition\":{}}}", false),
        "InvalidParameterException",
        "Condition is not implemented");
  }

  @Test
  void whoHasNoNamePullsWhereAPolicySaysSo() throws IOException {
    push("public");
    assertThat(anonymous("GET", "public", "pull")).isEqualTo(401);

    set("public", PUBLIC, false);
    assertThat(anonymous("GET", "public", "pull")).isEqualTo(200);
    assertThat(anonymous("GET", "public", "pull,push")).isEqualTo(200);
    assertThat(anonymous("DELETE", "public", "pull,push,delete")).isEqualTo(401);
    assertThat(anonymous("GET", "others", "pull")).isEqualTo(401);

    delete("public");
    assertThat(anonymous("GET", "public", "pull")).isEqualTo(401);
  }

  @Test
  void aDenialHoldsOnBothApisForUsersAndInstances() throws IOException {
    push("closed");
    String rest = "\"Action\":[\"ecr:BatchGetImage\",\"ecr:ListImages\"]}}";
    set("closed", "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\"," + rest, false);

    assertThat(docker.send("GET", "/v2/closed/manifests/v1").statusCode()).isEqualTo(403);
    refused(
        () -> ecr.listImages(ListImagesRequest.newBuilder().setRepositoryName("closed").build()),
        "AccessDeniedException",
        "explicit deny");
    try (Client instance =
        new Client(registry.uri(), Client.basic(StubGateway.INSTANCE, StubGateway.SECRET))) {
      assertThat(instance.send("GET", "/v2/closed/manifests/v1").statusCode()).isEqualTo(403);
      String own =
          "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"%s\"},%s"
              .formatted(StubGateway.USER_ARN, rest);
      set("closed", own, false);
      assertThat(instance.send("GET", "/v2/closed/manifests/v1").statusCode()).isEqualTo(200);
      assertThat(docker.send("GET", "/v2/closed/manifests/v1").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whoWouldLockItselfOutMustInsist() {
    client.create("locked");
    String policy =
        "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\","
            + "\"Action\":\"ecr:SetRepositoryPolicy\"}}";
    refused(() -> set("locked", policy, false), "InvalidParameterException", "force");

    set("locked", policy, true);
    refused(() -> set("locked", PUBLIC, true), "AccessDeniedException", "SetRepositoryPolicy");
    assertThat(delete("locked")).isEqualTo(policy);
  }

  @Test
  void thePolicyOfTheRegistryIsForAllThatItNames() throws IOException {
    push("shared/web");
    push("own");
    refused(
        () -> ecr.getRegistryPolicy(GetRegistryPolicyRequest.getDefaultInstance()),
        "RegistryPolicyNotFoundException",
        "000000000000");
    String policy =
        """
        {"Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": "ecr:*",
           "Resource": "arn:aws:ecr:us-east-1:000000000000:repository/shared/*"},
          {"Effect": "Deny", "Principal": "*", "Action": ["ecr:CreateRepository", "ecr:Describe*"],
           "Resource": "arn:aws:ecr:us-east-1:000000000000:repository/not/*"}]}""";
    ecr.putRegistryPolicy(PutRegistryPolicyRequest.newBuilder().setPolicyText(policy).build());
    assertThat(ecr.getRegistryPolicy(GetRegistryPolicyRequest.getDefaultInstance()).getPolicyText())
        .isEqualTo(policy);

    assertThat(anonymous("GET", "shared/web", "pull")).isEqualTo(200);
    assertThat(anonymous("GET", "own", "pull")).isEqualTo(401);
    refused(() -> client.create("not/here"), "AccessDeniedException", "not/here");
    refused(
        () ->
            ecr.describeRepositories(
                DescribeRepositoriesRequest.newBuilder().addRepositoryNames("not/here").build()),
        "AccessDeniedException",
        "not/here");
    assertThat(Images.blob(docker, "not/here", new byte[1]).statusCode()).isEqualTo(403);

    ecr.deleteRegistryPolicy(DeleteRegistryPolicyRequest.getDefaultInstance());
    assertThat(anonymous("GET", "shared/web", "pull")).isEqualTo(401);
    client.create("not/here");
  }
}
