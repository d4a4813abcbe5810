package io.fairlead.registry.ecr;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.policy.PolicyRights;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a caller may make a call, by the policies of the repositories that it names. */
record CallRights(Place place, PolicyRights rights) {
  /** So that the policy of the registry keeps nobody from changing it. */
  private static final Set<String> ALWAYS =
      Set.of("PutRegistryPolicy", "GetRegistryPolicy", "DeleteRegistryPolicy");

  /** The caller, as the gateway names it. */
  static Principal caller() {
    return Principal.named(io.fairlead.proto.rim.Principal.CURRENT.get());
  }

  /** Whether the caller may have images of another registry pulled into a repository. */
  boolean imports(RepositoryName repository) {
    return rights.of(caller(), repository).contains(Action.IMPORT);
  }

  /** How a call is refused that the caller may not make. */
  Optional<Reply> refusal(String operation, Message request) {
    if (ALWAYS.contains(operation)) {
      return Optional.empty();
    }
    Principal caller = caller();
    return repositories(request)
        .flatMap(name -> RepositoryName.parse(name).stream())
        .filter(name -> !rights.allow(caller, operation, name))
        .findFirst()
        .map(
            name ->
                new Reply.Refused(
                    Code.PERMISSION_DENIED,
                    "AccessDeniedException",
                    ("User: %s is not authorized to perform: ecr:%s on resource: %s with an"
                            + " explicit deny in a resource-based policy")
                        .formatted(caller.arn(), operation, place.arn(name.text()))));
  }

  private static Stream<String> repositories(Message request) {
    return request instanceof DescribeRepositoriesRequest describe
        ? describe.getRepositoryNamesList().stream()
        : Stream.concat(
            text(request, "repository_name").stream(),
            text(request, "resource_arn").flatMap(Arn::parse).map(Arn::path).stream());
  }

  private static Optional<String> text(Message request, String member) {
    return Optional.ofNullable(request.getDescriptorForType().findFieldByName(member))
        .filter(request::hasField)
        .map(field -> String.valueOf(request.getField(field)));
  }
}
