package io.fairlead.cli;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.DescribeImagesRequest;
import io.fairlead.proto.ecr.DescribeImagesResponse;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesResponse;
import io.fairlead.proto.ecr.ImageDetail;
import io.fairlead.proto.ecr.Repository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists repositories, or the images of one. */
@Command(
    name = "ls",
    description = "List the repositories, or the images of one, newest first.",
    mixinStandardHelpOptions = true)
final class ImagesListCommand implements Callable<Integer> {
  private static final int A_PAGE = 1_000;
  private static final double MIB = 1 << 20;

  @Mixin Display display = new Display();

  @Parameters(arity = "0..1", paramLabel = "REPOSITORY", description = "Its images.")
  Optional<String> repository = Optional.empty();

  @Override
  public Integer call() {
    try (Client client = new Client(Target.access().channel(), "")) {
      if (repository.isPresent()) {
        DescribeImagesResponse images = images(client, repository.get());
        display.show(images, () -> imageTable(images.getImageDetailsList()));
      } else {
        DescribeRepositoriesResponse all = repositories(client);
        display.show(all, () -> repositoryTable(all.getRepositoriesList()));
      }
    }
    return ExitCode.OK.number();
  }

  private static DescribeRepositoriesResponse repositories(Client client) {
    DescribeRepositoriesResponse.Builder all = DescribeRepositoriesResponse.newBuilder();
    DescribeRepositoriesRequest.Builder asked =
        DescribeRepositoriesRequest.newBuilder().setMaxResults(A_PAGE);
    DescribeRepositoriesResponse page;
    do {
      page = client.ecr().describeRepositories(asked.build());
      all.addAllRepositories(page.getRepositoriesList());
      asked.setNextToken(page.getNextToken());
    } while (page.hasNextToken());
    return all.build();
  }

  private static DescribeImagesResponse images(Client client, String repository) {
    DescribeImagesResponse.Builder all = DescribeImagesResponse.newBuilder();
    DescribeImagesRequest.Builder asked =
        DescribeImagesRequest.newBuilder().setRepositoryName(repository).setMaxResults(A_PAGE);
    DescribeImagesResponse page;
    do {
      page = client.ecr().describeImages(asked.build());
      all.addAllImageDetails(page.getImageDetailsList());
      asked.setNextToken(page.getNextToken());
    } while (page.hasNextToken());
    return all.build();
  }

  private static Table repositoryTable(List<Repository> repositories) {
    Table table = new Table("REPOSITORY", "CREATED", "IMAGES ARE NAMED");
    for (Repository repository : repositories) {
      table.row(
          repository.getRepositoryName(),
          Words.date(repository.getCreatedAt()),
          repository.getRepositoryUri() + ":TAG");
    }
    return table;
  }

  /** A row a tag: that is what people look for. */
  static Table imageTable(List<ImageDetail> images) {
    Table table = new Table("TAG", "PUSHED", "MIB", "DIGEST");
    images.stream()
        .sorted(Comparator.comparing(ImagesListCommand::pushed).reversed())
        .forEach(
            image -> {
              List<String> tags =
                  image.getImageTagsCount() == 0 ? List.of("-") : image.getImageTagsList();
              for (String tag : tags) {
                table.row(
                    tag,
                    Words.date(image.getImagePushedAt()),
                    String.format(Locale.ROOT, "%.1f", image.getImageSizeInBytes() / MIB),
                    image.getImageDigest());
              }
            });
    return table;
  }

  private static Instant pushed(ImageDetail image) {
    return ProtoTime.instant(image.getImagePushedAt());
  }
}
