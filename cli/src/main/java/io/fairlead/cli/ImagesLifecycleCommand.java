package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ecr.DeleteLifecyclePolicyRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewRequest;
import io.fairlead.proto.ecr.GetLifecyclePolicyPreviewResponse;
import io.fairlead.proto.ecr.GetLifecyclePolicyRequest;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewResult;
import io.fairlead.proto.ecr.LifecyclePolicyPreviewStatus;
import io.fairlead.proto.ecr.PutLifecyclePolicyRequest;
import io.fairlead.proto.ecr.StartLifecyclePolicyPreviewRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which images of a repository are to go by themselves. */
@Command(
    name = "lifecycle",
    description = "Show, set and try the policy by which images of a repository expire.",
    footer = {
      "",
      "  fairlead images lifecycle put team/web @policy.json",
      "  fairlead images lifecycle preview team/web @policy.json"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ImagesLifecycleCommand {
  private static final int A_PAGE = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Command(name = "get", description = "Print the policy.", mixinStandardHelpOptions = true)
  int get(@Parameters(paramLabel = "REPOSITORY") String repository) {
    try (Client client = new Client(Target.access().channel(), "")) {
      printPolicy(
          client
              .ecr()
              .getLifecyclePolicy(
                  GetLifecyclePolicyRequest.newBuilder().setRepositoryName(repository).build())
              .getLifecyclePolicyText());
    }
    return ExitCode.OK.number();
  }

  @Command(name = "put", description = "Set the policy.", mixinStandardHelpOptions = true)
  int put(
      @Parameters(paramLabel = "REPOSITORY") String repository,
      @Parameters(paramLabel = "JSON|@FILE|-") String policy) {
    String text = new String(JsonInput.read(policy), UTF_8);
    try (Client client = new Client(Target.access().channel(), "")) {
      printPolicy(
          client
              .ecr()
              .putLifecyclePolicy(
                  PutLifecyclePolicyRequest.newBuilder()
                      .setRepositoryName(repository)
                      .setLifecyclePolicyText(text)
                      .build())
              .getLifecyclePolicyText());
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "rm",
      description = "Delete the policy; images stay.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "REPOSITORY") String repository) {
    try (Client client = new Client(Target.access().channel(), "")) {
      var _ =
          client
              .ecr()
              .deleteLifecyclePolicy(
                  DeleteLifecyclePolicyRequest.newBuilder().setRepositoryName(repository).build());
      System.out.println(repository + " has no lifecycle policy any more");
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "preview",
      description = "List what a policy would expire, by default the one that is set.",
      mixinStandardHelpOptions = true)
  int preview(
      @Mixin Display display,
      @Parameters(paramLabel = "REPOSITORY") String repository,
      @Parameters(arity = "0..1", paramLabel = "JSON|@FILE|-") Optional<String> policy) {
    StartLifecyclePolicyPreviewRequest.Builder start =
        StartLifecyclePolicyPreviewRequest.newBuilder().setRepositoryName(repository);
    policy.ifPresent(it -> start.setLifecyclePolicyText(new String(JsonInput.read(it), UTF_8)));
    try (Client client = new Client(Target.access().channel(), "")) {
      var _ = client.ecr().startLifecyclePolicyPreview(start.build());
      GetLifecyclePolicyPreviewResponse all = results(client, repository);
      display.show(all, () -> table(all.getPreviewResultsList()));
    }
    return ExitCode.OK.number();
  }

  private static GetLifecyclePolicyPreviewResponse results(Client client, String repository) {
    GetLifecyclePolicyPreviewRequest.Builder asked =
        GetLifecyclePolicyPreviewRequest.newBuilder()
            .setRepositoryName(repository)
            .setMaxResults(A_PAGE);
    GetLifecyclePolicyPreviewResponse page =
        new Polling(PATIENCE)
            .until(
                () -> client.ecr().getLifecyclePolicyPreview(asked.build()),
                it ->
                    it.getStatus()
                        != LifecyclePolicyPreviewStatus.LIFECYCLE_POLICY_PREVIEW_STATUS_IN_PROGRESS,
                "the preview of " + repository + " did not end",
                "");
    if (page.getStatus() != LifecyclePolicyPreviewStatus.LIFECYCLE_POLICY_PREVIEW_STATUS_COMPLETE) {
      throw CommandFailure.failed("the preview of " + repository + " failed", "Try it again.");
    }
    GetLifecyclePolicyPreviewResponse.Builder all = page.toBuilder().clearNextToken();
    while (page.hasNextToken()) {
      page =
          client.ecr().getLifecyclePolicyPreview(asked.setNextToken(page.getNextToken()).build());
      all.addAllPreviewResults(page.getPreviewResultsList());
    }
    return all.build();
  }

  private static Table table(List<LifecyclePolicyPreviewResult> expiring) {
    Table table = new Table("TAGS", "PUSHED", "RULE", "DIGEST");
    for (LifecyclePolicyPreviewResult image : expiring) {
      table.row(
          Words.orDash(String.join(",", image.getImageTagsList())),
          Words.date(image.getImagePushedAt()),
          Integer.toString(image.getAppliedRulePriority()),
          image.getImageDigest());
    }
    return table;
  }

  private static void printPolicy(String json) {
    System.out.println(ApiJson.indented(json.getBytes(UTF_8)));
  }
}
