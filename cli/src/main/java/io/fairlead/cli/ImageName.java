package io.fairlead.cli;

import io.fairlead.proto.ecr.ImageIdentifier;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * An image in a repository: {@code REPOSITORY:TAG}, {@code REPOSITORY@DIGEST}, or only the
 * repository.
 */
record ImageName(String repository, Optional<String> tag, Optional<String> digest) {

  /**
   * Reads a name.
   *
   * @throws TypeConversionException where a part of it is empty
   */
  static ImageName parse(String text) {
    int at = text.indexOf('@');
    int colon = text.lastIndexOf(':');
    boolean tagged = at < 0 && colon > text.lastIndexOf('/');
    int end = at >= 0 ? at : tagged ? colon : text.length();
    String rest = text.substring(Math.min(end + 1, text.length()));
    if (end == 0 || (end < text.length() && rest.isEmpty())) {
      throw new TypeConversionException(
          "'%s' is no image: expected REPOSITORY, REPOSITORY:TAG or REPOSITORY@DIGEST"
              .formatted(text));
    }
    return new ImageName(
        text.substring(0, end),
        tagged ? Optional.of(rest) : Optional.empty(),
        at >= 0 ? Optional.of(rest) : Optional.empty());
  }

  /** Whether it names one image, not a whole repository. */
  boolean exact() {
    return tag.isPresent() || digest.isPresent();
  }

  ImageIdentifier id() {
    ImageIdentifier.Builder id = ImageIdentifier.newBuilder();
    tag.ifPresent(id::setImageTag);
    digest.ifPresent(id::setImageDigest);
    return id.build();
  }

  @Override
  public String toString() {
    return repository + tag.map(it -> ":" + it).orElse("") + digest.map(it -> "@" + it).orElse("");
  }
}
