package io.fairlead.registry.policy;

import io.fairlead.registry.catalog.Policies;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.policy.Policy.Kind;
import io.fairlead.registry.policy.PolicyReader.Reading;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The policies in the database. Texts that were read lately are not read again. */
public final class StoredPolicies implements PolicyRights.PolicySource {
  private static final int MOST_READ = 1_000;

  private final Policies policies;
  private final Map<Text, Policy> read = new ConcurrentHashMap<>();

  public StoredPolicies(Policies policies) {
    this.policies = policies;
  }

  private record Text(Kind kind, String text) {}

  @Override
  public PolicyRights.InForce of(RepositoryName repository) {
    Policies.Texts texts = policies.of(repository);
    return new PolicyRights.InForce(
        texts.exists(),
        policy(Kind.REPOSITORY, texts.repository()),
        policy(Kind.REGISTRY, texts.registry()));
  }

  private Policy policy(Kind kind, @Nullable String text) {
    if (text == null) {
      return Policy.SILENT;
    }
    if (read.size() >= MOST_READ) {
      read.clear();
    }
    return read.computeIfAbsent(new Text(kind, text), StoredPolicies::read);
  }

  private static Policy read(Text text) {
    return switch (PolicyReader.read(text.kind(), text.text())) {
      case Reading.Read(Policy policy) -> policy;
      case Reading.Wrong(String why) ->
          throw new IllegalStateException("a policy in the database cannot be read: " + why);
    };
  }
}
