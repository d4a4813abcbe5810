package io.fairlead.registry.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fairlead.registry.names.Wildcard;
import io.fairlead.registry.policy.Policy.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads policies. What a policy may say in IAM but this registry does not act on is refused by its
 * name: a condition that is ignored would open doors.
 */
public final class PolicyReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
  private static final Set<String> IN_POLICY = Set.of("Version", "Id", "Statement");
  private static final Set<String> NOT_BUILT = Set.of("Condition", "NotPrincipal", "NotResource");
  private static final Set<String> IN_STATEMENT =
      Set.of("Sid", "Effect", "Principal", "Action", "NotAction", "Resource");

  private PolicyReader() {}

  /** What reading comes to. */
  public sealed interface Reading {
    /** The text is a policy. */
    record Read(Policy policy) implements Reading {}

    /** It is none, and why. */
    record Wrong(String why) implements Reading {}
  }

  /** A policy that is none; caught where reading began. */
  static final class WrongException extends Exception {
    WrongException(String message) {
      super(message);
    }
  }

  /** Reads a policy. */
  public static Reading read(Kind kind, String text) {
    try {
      return new Reading.Read(policy(kind, JSON.readTree(text)));
    } catch (WrongException e) {
      return new Reading.Wrong(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      return new Reading.Wrong("the policy is not JSON: " + e.getOriginalMessage());
    }
  }

  private static Policy policy(Kind kind, JsonNode root) throws WrongException {
    only(root, IN_POLICY, "the policy");
    String version = root.path("Version").asText("2008-10-17");
    if (!VERSIONS.contains(version)) {
      throw new WrongException("Version is one of " + sorted(VERSIONS));
    }
    JsonNode given = root.path("Statement");
    if (!given.isObject() && (!given.isArray() || given.isEmpty())) {
      throw new WrongException("Statement is missing");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    for (JsonNode each : given.isArray() ? given : List.of(given)) {
      String where = "Statement[" + statements.size() + "]";
      statements.add(statement(kind, each, where));
      String sid = each.path("Sid").asText("");
      if (!sid.isEmpty() && !sids.add(sid)) {
        throw new WrongException(where + ".Sid '" + sid + "' is used twice");
      }
    }
    return new Policy(List.copyOf(statements));
  }

  private static Statement statement(Kind kind, JsonNode node, String where) throws WrongException {
    for (String name : NOT_BUILT) {
      if (node.has(name)) {
        throw new WrongException(where + "." + name + " is not implemented by this version");
      }
    }
    only(node, IN_STATEMENT, where);
    if (node.has("Action") == node.has("NotAction")) {
      throw new WrongException(where + " needs Action or NotAction, and not both");
    }
    String actions = node.has("Action") ? "Action" : "NotAction";
    return new Statement(
        effect(node, where),
        Members.audience(node.path("Principal"), where + ".Principal"),
        Members.actions(node.path(actions), where + "." + actions),
        node.has("NotAction"),
        resources(kind, node, where + ".Resource"));
  }

  private static Effect effect(JsonNode node, String where) throws WrongException {
    return switch (node.path("Effect").asText()) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new WrongException(where + ".Effect is 'Allow' or 'Deny'");
    };
  }

  /** The policy of a repository is about that one, and must not say otherwise. */
  private static List<Wildcard> resources(Kind kind, JsonNode node, String where)
      throws WrongException {
    return switch (kind) {
      case REPOSITORY -> {
        if (node.has("Resource")) {
          throw new WrongException(where + ": the policy of a repository names no resource");
        }
        yield List.of(new Wildcard("*"));
      }
      case REGISTRY -> Members.resources(node.path("Resource"), where);
    };
  }

  private static void only(JsonNode node, Set<String> members, String where) throws WrongException {
    if (!node.isObject()) {
      throw new WrongException(where + " is a JSON object");
    }
    for (var names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!members.contains(name)) {
        throw new WrongException(where + " has no '" + name + "', only " + sorted(members));
      }
    }
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }
}
