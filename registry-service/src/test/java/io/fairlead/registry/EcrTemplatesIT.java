package io.fairlead.registry;

import static io.fairlead.registry.EcrClient.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecr.CreateRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.DeleteRepositoryCreationTemplateRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.DescribeRepositoryCreationTemplatesRequest;
import io.fairlead.proto.ecr.ECRGrpc.ECRBlockingStub;
import io.fairlead.proto.ecr.GetLifecyclePolicyRequest;
import io.fairlead.proto.ecr.GetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.ImageReferrer;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.ListImageReferrersFilter;
import io.fairlead.proto.ecr.ListImageReferrersRequest;
import io.fairlead.proto.ecr.ListTagsForResourceRequest;
import io.fairlead.proto.ecr.RCTAppliedFor;
import io.fairlead.proto.ecr.Repository;
import io.fairlead.proto.ecr.RepositoryCreationTemplate;
import io.fairlead.proto.ecr.SubjectIdentifier;
import io.fairlead.proto.ecr.Tag;
import io.fairlead.proto.ecr.UpdateRepositoryCreationTemplateRequest;
import io.fairlead.testkit.FastFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates for repositories that come to be by a push; what refers to images. */
class EcrTemplatesIT {
  private static final String PUBLIC =
      """
      {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}}""";
  private static final String FEW =
      """
      {"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", "countNumber": 5,
        "countType": "imageCountMoreThan"}, "action": {"type": "expire"}}]}""";
  private static final Tag TEAM = Tag.newBuilder().setKey("team").setValue("a").build();

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

  private static CreateRepositoryCreationTemplateRequest.Builder template(String prefix) {
    return CreateRepositoryCreationTemplateRequest.newBuilder()
        .setPrefix(prefix)
        .addAppliedFor(RCTAppliedFor.RCT_APPLIED_FOR_CREATE_ON_PUSH);
  }

  private static RepositoryCreationTemplate create(
      CreateRepositoryCreationTemplateRequest.Builder request) {
    return ecr.createRepositoryCreationTemplate(request.build()).getRepositoryCreationTemplate();
  }

  private static void delete(String prefix) {
    ecr.deleteRepositoryCreationTemplate(
        DeleteRepositoryCreationTemplateRequest.newBuilder().setPrefix(prefix).build());
  }

  private static List<RepositoryCreationTemplate> describe(String... prefixes) {
    return ecr.describeRepositoryCreationTemplates(
            DescribeRepositoryCreationTemplatesRequest.newBuilder()
                .addAllPrefixes(List.of(prefixes))
                .build())
        .getRepositoryCreationTemplatesList();
  }

  /** A repository that comes to be by a push. */
  private static Repository pushed(String name) throws IOException {
    assertThat(Images.blob(docker, name, name.getBytes(UTF_8)).statusCode()).isEqualTo(201);
    return ecr.describeRepositories(
            DescribeRepositoriesRequest.newBuilder().addRepositoryNames(name).build())
        .getRepositories(0);
  }

  @Test
  void aTextThatCannotBeKeptIsRefused() {
    refused(
        () -> create(template("nul").setDescription("a\0b")),
        "InvalidParameterException",
        "description has the character U+0000");
    refused(
        () ->
            ecr.describeRepositoryCreationTemplates(
                DescribeRepositoryCreationTemplatesRequest.newBuilder().setNextToken("AA").build()),
        "InvalidParameterException",
        "nextToken");
  }

  @Test
  void aPushMakesARepositoryByItsTemplate() throws IOException {
    create(
        template("made/here")
            .setImageTagMutability(ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE)
            .setRepositoryPolicy(PUBLIC)
            .setLifecyclePolicy(FEW)
            .addResourceTags(TEAM));

    Repository made = pushed("made/here/web");
    assertThat(made.getImageTagMutability())
        .isEqualTo(ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE);
    assertThat(
            ecr.getRepositoryPolicy(
                    GetRepositoryPolicyRequest.newBuilder()
                        .setRepositoryName("made/here/web")
                        .build())
                .getPolicyText())
        .isEqualTo(PUBLIC);
    assertThat(
            ecr.getLifecyclePolicy(
                    GetLifecyclePolicyRequest.newBuilder()
                        .setRepositoryName("made/here/web")
                        .build())
                .getLifecyclePolicyText())
        .isEqualTo(FEW);
    assertThat(
            ecr.listTagsForResource(
                    ListTagsForResourceRequest.newBuilder()
                        .setResourceArn(made.getRepositoryArn())
                        .build())
                .getTagsList())
        .containsExactly(TEAM);
    assertThat(client.create("made/here/by-hand").getImageTagMutability())
        .isEqualTo(ImageTagMutability.IMAGE_TAG_MUTABILITY_MUTABLE);
  }

  @Test
  void theLongestPrefixCountsAndRootIsForTheRest() throws IOException {
    ImageTagMutability fixed = ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE;
    ImageTagMutability free = ImageTagMutability.IMAGE_TAG_MUTABILITY_MUTABLE;
    create(template("a").setImageTagMutability(fixed));
    create(template("a/b/").setImageTagMutability(free));
    assertThat(pushed("a/web").getImageTagMutability()).isEqualTo(fixed);
    assertThat(pushed("a/b/web").getImageTagMutability()).isEqualTo(free);
    assertThat(pushed("a/bc/web").getImageTagMutability()).isEqualTo(fixed);
    assertThat(pushed("ab/web").getImageTagMutability()).isEqualTo(free);
    assertThat(pushed("aa").getImageTagMutability()).isEqualTo(free);

    create(template("ROOT").setImageTagMutability(fixed));
    assertThat(pushed("ab/api").getImageTagMutability()).isEqualTo(fixed);
    assertThat(pushed("a/b/api").getImageTagMutability()).isEqualTo(free);
    delete("ROOT");
    assertThat(pushed("ab/third").getImageTagMutability()).isEqualTo(free);
  }

  @Test
  void aTemplateIsMadeShownChangedAndDeleted() {
    RepositoryCreationTemplate made =
        create(template("kept/").setDescription("first").setLifecyclePolicy(FEW));
    assertThat(made.getPrefix()).isEqualTo("kept");
    assertThat(describe("kept")).containsExactly(made);
    assertThat(describe()).contains(made);
    refused(() -> create(template("kept")), "TemplateAlreadyExistsException", "'kept'");

    RepositoryCreationTemplate changed =
        ecr.updateRepositoryCreationTemplate(
                UpdateRepositoryCreationTemplateRequest.newBuilder()
                    .setPrefix("kept")
                    .setDescription("second")
                    .build())
            .getRepositoryCreationTemplate();
    assertThat(changed.getDescription()).isEqualTo("second");
    assertThat(changed.getLifecyclePolicy()).isEqualTo(FEW);

    delete("kept");
    assertThat(describe("kept")).isEmpty();
    refused(() -> delete("kept"), "TemplateNotFoundException", "'kept'");
  }

  @Test
  void whatATemplateCannotDoIsRefusedByName() {
    refused(
        () -> create(template("no").addAppliedFor(RCTAppliedFor.RCT_APPLIED_FOR_REPLICATION)),
        "UnsupportedFeatureException",
        "appliedFor REPLICATION");
    refused(
        () -> create(template("no").setCustomRoleArn("arn:aws:iam::000000000000:role/x")),
        "UnsupportedFeatureException",
        "customRoleArn");
    refused(
        () -> create(template("no").setRepositoryPolicy("{}")),
        "InvalidParameterException",
        "repositoryPolicy: Statement is missing");
    refused(
        () -> create(template("no").setLifecyclePolicy("{}")),
        "InvalidParameterException",
        "lifecyclePolicy: rules");
    refused(
        () -> create(template("no").clearAppliedFor()), "InvalidParameterException", "appliedFor");
  }

  @Test
  void whatRefersToAnImageIsListedByPagesAndTypes() throws IOException {
    byte[] config = "{}".getBytes(UTF_8);
    Images.blob(docker, "signed", config);
    byte[] image = Images.manifest(config);
    String subject = Images.digest(image).toString();
    Images.put(docker, "signed", "v1", image);
    for (String type : List.of("signature", "contents")) {
      byte[] artifact =
          Images.manifest(
              "\"artifactType\":\"application/%s\",\"annotations\":{\"kind\":\"%s\"},\"subject\":%s,"
                  .formatted(type, type, Images.descriptor(Images.MANIFEST, image)),
              config);
      String digest = Images.digest(artifact).toString();
      assertThat(Images.put(docker, "signed", digest, artifact).statusCode()).isEqualTo(201);
    }

    var request =
        ListImageReferrersRequest.newBuilder()
            .setRepositoryName("signed")
            .setSubjectId(SubjectIdentifier.newBuilder().setImageDigest(subject));
    var all = ecr.listImageReferrers(request.build());
    assertThat(all.getReferrersList())
        .extracting(ImageReferrer::getArtifactType)
        .containsExactlyInAnyOrder("application/signature", "application/contents");
    assertThat(all.getReferrersList())
        .allSatisfy(
            it -> assertThat(it.getArtifactType()).endsWith(it.getAnnotationsOrThrow("kind")));
    var first = ecr.listImageReferrers(request.setMaxResults(1).build());
    var second = ecr.listImageReferrers(request.setNextToken(first.getNextToken()).build());
    assertThat(List.of(first.getReferrers(0), second.getReferrers(0)))
        .isEqualTo(all.getReferrersList());
    assertThat(second.hasNextToken()).isFalse();
    var signatures =
        ecr.listImageReferrers(
            request
                .clearNextToken()
                .setFilter(
                    ListImageReferrersFilter.newBuilder().addArtifactTypes("application/signature"))
                .build());
    assertThat(signatures.getReferrersList())
        .extracting(ImageReferrer::getArtifactType)
        .containsExactly("application/signature");
  }
}
