package io.fairlead.registry.ecr;

import com.google.rpc.Code;
import io.fairlead.proto.ecr.DeleteRegistryPolicyResponse;
import io.fairlead.proto.ecr.DeleteRepositoryPolicyResponse;
import io.fairlead.proto.ecr.GetRegistryPolicyResponse;
import io.fairlead.proto.ecr.GetRepositoryPolicyResponse;
import io.fairlead.proto.ecr.PutRegistryPolicyRequest;
import io.fairlead.proto.ecr.PutRegistryPolicyResponse;
import io.fairlead.proto.ecr.SetRepositoryPolicyRequest;
import io.fairlead.proto.ecr.SetRepositoryPolicyResponse;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.catalog.Policies;
import io.fairlead.registry.catalog.RepositoryRow;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.policy.Policy;
import io.fairlead.registry.policy.PolicyReader;
import io.fairlead.registry.policy.PolicyReader.Reading;
import java.util.Optional;

/** The calls about the policies of repositories and of the registry. */
record PolicyCalls(Place place, Policies policies) {
  private static final String SET = "SetRepositoryPolicy";

  Reply set(SetRepositoryPolicyRequest request, RepositoryRow row, Principal caller) {
    return switch (PolicyReader.read(Policy.Kind.REPOSITORY, request.getPolicyText())) {
      case Reading.Wrong(String why) -> wrong("repository", why);
      case Reading.Read(Policy policy) -> {
        boolean locksOut = policy.of(caller, SET, place.arn(row.name())) == Policy.Verdict.DENIES;
        if (locksOut && !request.getForce()) {
          yield Reply.invalid(
              "policyText: this policy would keep you from setting another one; set force to put"
                  + " it nevertheless.");
        }
        policies.set(row.id(), request.getPolicyText());
        yield new Reply.Done(
            SetRepositoryPolicyResponse.newBuilder()
                .setRegistryId(place.account())
                .setRepositoryName(row.name())
                .setPolicyText(request.getPolicyText())
                .build());
      }
    };
  }

  Reply get(RepositoryRow row) {
    return text(row)
        .<Reply>map(
            text ->
                new Reply.Done(
                    GetRepositoryPolicyResponse.newBuilder()
                        .setRegistryId(place.account())
                        .setRepositoryName(row.name())
                        .setPolicyText(text)
                        .build()))
        .orElseGet(() -> missing(row));
  }

  Reply delete(RepositoryRow row) {
    Optional<String> text = text(row);
    if (text.isEmpty()) {
      return missing(row);
    }
    policies.set(row.id(), null);
    return new Reply.Done(
        DeleteRepositoryPolicyResponse.newBuilder()
            .setRegistryId(place.account())
            .setRepositoryName(row.name())
            .setPolicyText(text.get())
            .build());
  }

  private Optional<String> text(RepositoryRow row) {
    return Optional.ofNullable(
        policies.of(RepositoryName.parse(row.name()).orElseThrow()).repository());
  }

  private Reply missing(RepositoryRow row) {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "RepositoryPolicyNotFoundException",
        ("Repository policy does not exist for the repository with name '%s' in the registry with"
                + " id '%s'")
            .formatted(row.name(), place.account()));
  }

  Reply setRegistry(PutRegistryPolicyRequest request) {
    return switch (PolicyReader.read(Policy.Kind.REGISTRY, request.getPolicyText())) {
      case Reading.Wrong(String why) -> wrong("registry", why);
      case Reading.Read _ -> {
        policies.setRegistry(request.getPolicyText());
        yield new Reply.Done(
            PutRegistryPolicyResponse.newBuilder()
                .setRegistryId(place.account())
                .setPolicyText(request.getPolicyText())
                .build());
      }
    };
  }

  Reply getRegistry() {
    return policies
        .registry()
        .<Reply>map(
            text ->
                new Reply.Done(
                    GetRegistryPolicyResponse.newBuilder()
                        .setRegistryId(place.account())
                        .setPolicyText(text)
                        .build()))
        .orElseGet(this::noneForRegistry);
  }

  Reply deleteRegistry() {
    Optional<String> text = policies.registry();
    if (text.isEmpty()) {
      return noneForRegistry();
    }
    policies.removeRegistry();
    return new Reply.Done(
        DeleteRegistryPolicyResponse.newBuilder()
            .setRegistryId(place.account())
            .setPolicyText(text.get())
            .build());
  }

  private Reply noneForRegistry() {
    return new Reply.Refused(
        Code.NOT_FOUND,
        "RegistryPolicyNotFoundException",
        "Registry policy does not exist in the registry with id '" + place.account() + "'");
  }

  private static Reply wrong(String of, String why) {
    return Reply.invalid(
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid %s policy provided': %s."
            .formatted(of, why));
  }
}
