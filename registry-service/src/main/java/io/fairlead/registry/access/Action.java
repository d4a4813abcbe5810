package io.fairlead.registry.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be done with a repository. Scopes write them in lower case. */
public enum Action {
  PULL("BatchGetImage", "GetDownloadUrlForLayer"),
  PUSH(
      "BatchCheckLayerAvailability",
      "InitiateLayerUpload",
      "UploadLayerPart",
      "CompleteLayerUpload",
      "PutImage"),
  DELETE("BatchDeleteImage"),
  /** A pull of what is in another registry only; who is granted pulls is granted it, too. */
  IMPORT("BatchGetImage", "GetDownloadUrlForLayer", "BatchImportUpstreamImage");

  private final Set<String> operations;

  Action(String... operations) {
    this.operations = Set.of(operations);
  }

  /** What it is in the ECR API; a right to all of these is a right to it. */
  public Set<String> operations() {
    return operations;
  }

  /** As scopes write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
  }
}
