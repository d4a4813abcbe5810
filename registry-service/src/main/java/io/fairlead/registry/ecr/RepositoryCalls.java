package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.CreateRepositoryRequest;
import io.fairlead.proto.ecr.CreateRepositoryResponse;
import io.fairlead.proto.ecr.DeleteRepositoryRequest;
import io.fairlead.proto.ecr.DeleteRepositoryResponse;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.DescribeRepositoriesResponse;
import io.fairlead.proto.ecr.EncryptionType;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.ImageTagMutabilityExclusionFilter;
import io.fairlead.proto.ecr.PutImageTagMutabilityRequest;
import io.fairlead.proto.ecr.PutImageTagMutabilityResponse;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.catalog.RepositoryTags;
import io.fairlead.registry.catalog.TagMutability;
import io.fairlead.registry.names.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The calls about repositories as such. Texts of errors as ECR has them. */
record RepositoryCalls(Place place, Repositories repositories, RepositoryTags tags) {

  /** Answers about a repository, if it is there. */
  Reply in(String name, Function<RepositoryRow, Reply> answer) {
    return find(name).map(answer).orElseGet(() -> place.missing(name));
  }

  private Optional<RepositoryRow> find(String name) {
    return RepositoryName.parse(name).flatMap(repositories::row);
  }

  Reply create(CreateRepositoryRequest request) {
    Optional<RepositoryName> name = RepositoryName.parse(request.getRepositoryName());
    if (name.isEmpty()) {
      return Reply.invalid("repositoryName has more than " + RepositoryName.LONGEST + " letters.");
    }
    if (request.getImageScanningConfiguration().getScanOnPush()) {
      return Reply.unbuilt("imageScanningConfiguration.scanOnPush");
    }
    EncryptionType encryption = request.getEncryptionConfiguration().getEncryptionType();
    if (request.hasEncryptionConfiguration()
        && encryption != EncryptionType.ENCRYPTION_TYPE_AES256) {
      return Reply.unbuilt("encryptionConfiguration.encryptionType other than AES256");
    }
    ImageTagMutability setting =
        request.hasImageTagMutability()
            ? request.getImageTagMutability()
            : ImageTagMutability.IMAGE_TAG_MUTABILITY_MUTABLE;
    List<ImageTagMutabilityExclusionFilter> filters =
        request.getImageTagMutabilityExclusionFiltersList();
    return complaint(setting, filters)
        .or(() -> Tags.complaint(request.getTagsList()))
        .<Reply>map(Reply::invalid)
        .orElseGet(() -> create(name.get(), mutability(setting, filters), request));
  }

  private Reply create(
      RepositoryName name, TagMutability mutability, CreateRepositoryRequest request) {
    Optional<RepositoryRow> made = repositories.create(name, mutability);
    if (made.isEmpty()) {
      return new Reply.Refused(
          Code.ALREADY_EXISTS,
          "RepositoryAlreadyExistsException",
          "The repository with name '%s' already exists in the registry with id '%s'"
              .formatted(name, place.account()));
    }
    tags.put(made.get().id(), Tags.read(request.getTagsList()));
    return new Reply.Done(
        CreateRepositoryResponse.newBuilder().setRepository(place.show(made.get())).build());
  }

  /** What is wrong with a setting and its exceptions; empty where nothing is. */
  static Optional<String> complaint(
      ImageTagMutability setting, List<ImageTagMutabilityExclusionFilter> filters) {
    boolean wanted =
        setting == ImageTagMutability.IMAGE_TAG_MUTABILITY_IMMUTABLE_WITH_EXCLUSION
            || setting == ImageTagMutability.IMAGE_TAG_MUTABILITY_MUTABLE_WITH_EXCLUSION;
    if (wanted == filters.isEmpty()) {
      return Optional.of(
          wanted
              ? "imageTagMutabilityExclusionFilters is missing: "
                  + Place.text(setting)
                  + " needs one at least."
              : "imageTagMutabilityExclusionFilters is of no use with "
                  + Place.text(setting)
                  + ".");
    }
    return filters.stream()
        .map(ImageTagMutabilityExclusionFilter::getFilter)
        .filter(filter -> filter.chars().filter(letter -> letter == '*').count() > 2)
        .findFirst()
        .map(
            filter ->
                "imageTagMutabilityExclusionFilters: '"
                    + filter
                    + "' has more than two wildcards.");
  }

  static TagMutability mutability(
      ImageTagMutability setting, List<ImageTagMutabilityExclusionFilter> filters) {
    return new TagMutability(
        Place.text(setting),
        filters.stream().map(ImageTagMutabilityExclusionFilter::getFilter).toList());
  }

  Reply describe(DescribeRepositoriesRequest request) {
    DescribeRepositoriesResponse.Builder response = DescribeRepositoriesResponse.newBuilder();
    if (request.getRepositoryNamesCount() > 0) {
      List<RepositoryRow> rows = new ArrayList<>();
      for (String name : request.getRepositoryNamesList()) {
        Optional<RepositoryRow> row = find(name);
        if (row.isEmpty()) {
          return place.missing(name);
        }
        rows.add(row.get());
      }
      rows.forEach(row -> response.addRepositories(place.show(row)));
      return new Reply.Done(response.build());
    }
    Optional<String> after = Pages.after(request.getNextToken());
    if (after.isEmpty()) {
      return Reply.invalid("nextToken is none that an earlier page of this list gave.");
    }
    int size = Pages.size(request.hasMaxResults(), request.getMaxResults());
    Pages<RepositoryRow> page =
        Pages.of(repositories.rows(after.get(), size + 1), size, RepositoryRow::name);
    page.items().forEach(row -> response.addRepositories(place.show(row)));
    if (!page.next().isEmpty()) {
      response.setNextToken(page.next());
    }
    return new Reply.Done(response.build());
  }

  Reply delete(DeleteRepositoryRequest request, RepositoryRow row) {
    if (!repositories.delete(row.id(), request.getForce())) {
      return new Reply.Refused(
          Code.FAILED_PRECONDITION,
          "RepositoryNotEmptyException",
          ("The repository with name '%s' in registry with id '%s' cannot be deleted because it"
                  + " still contains images")
              .formatted(row.name(), place.account()));
    }
    return new Reply.Done(
        DeleteRepositoryResponse.newBuilder().setRepository(place.show(row)).build());
  }

  Reply setMutability(PutImageTagMutabilityRequest request, RepositoryRow row) {
    List<ImageTagMutabilityExclusionFilter> filters =
        request.getImageTagMutabilityExclusionFiltersList();
    Optional<String> complaint = complaint(request.getImageTagMutability(), filters);
    if (complaint.isPresent()) {
      return Reply.invalid(complaint.get());
    }
    TagMutability mutability = mutability(request.getImageTagMutability(), filters);
    repositories.set(row.id(), mutability);
    return new Reply.Done(
        PutImageTagMutabilityResponse.newBuilder()
            .setRegistryId(place.account())
            .setRepositoryName(row.name())
            .setImageTagMutability(request.getImageTagMutability())
            .addAllImageTagMutabilityExclusionFilters(Place.filters(mutability))
            .build());
  }
}
