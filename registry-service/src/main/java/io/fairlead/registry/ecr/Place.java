package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecr.EncryptionConfiguration;
import io.fairlead.proto.ecr.EncryptionType;
import io.fairlead.proto.ecr.ImageScanningConfiguration;
import io.fairlead.proto.ecr.ImageTagMutability;
import io.fairlead.proto.ecr.ImageTagMutabilityExclusionFilter;
import io.fairlead.proto.ecr.ImageTagMutabilityExclusionFilterType;
import io.fairlead.proto.ecr.Repository;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.catalog.TagMutability;
import java.util.List;

/**
 * Where this registry is, and how its repositories look from there.
 *
 * @param endpoint URL that Docker's clients sign in at
 * @param address what the names of images begin with: {@code host:port}
 */
public record Place(Realm realm, String endpoint, String address) {
  private static final String MUTABILITY = "IMAGE_TAG_MUTABILITY_";

  String account() {
    return realm.account();
  }

  String arn(String repository) {
    return new Arn("ecr", realm.region(), realm.account(), "repository", repository).toString();
  }

  /** How a call is refused that names a repository which is not there. */
  Reply missing(String repository) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "RepositoryNotFoundException",
        "The repository with name '%s' does not exist in the registry with id '%s'"
            .formatted(repository, account()));
  }

  Repository show(RepositoryRow row) {
    return Repository.newBuilder()
        .setRegistryId(account())
        .setRepositoryName(row.name())
        .setRepositoryArn(arn(row.name()))
        .setRepositoryUri(address + "/" + row.name())
        .setCreatedAt(ProtoTime.of(row.createdAt()))
        .setImageTagMutability(setting(row.mutability()))
        .addAllImageTagMutabilityExclusionFilters(filters(row.mutability()))
        .setImageScanningConfiguration(ImageScanningConfiguration.newBuilder().setScanOnPush(false))
        .setEncryptionConfiguration(
            EncryptionConfiguration.newBuilder()
                .setEncryptionType(EncryptionType.ENCRYPTION_TYPE_AES256))
        .build();
  }

  static ImageTagMutability setting(TagMutability mutability) {
    return ImageTagMutability.valueOf(MUTABILITY + mutability.setting());
  }

  static List<ImageTagMutabilityExclusionFilter> filters(TagMutability mutability) {
    return mutability.exclusions().stream()
        .map(
            pattern ->
                ImageTagMutabilityExclusionFilter.newBuilder()
                    .setFilter(pattern)
                    .setFilterType(
                        ImageTagMutabilityExclusionFilterType
                            .IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_TYPE_WILDCARD)
                    .build())
        .toList();
  }

  static String text(ImageTagMutability setting) {
    return setting.name().substring(MUTABILITY.length());
  }
}
