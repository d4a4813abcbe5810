package io.fairlead.registry.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fairlead.registry.lifecycle.LifecycleRule.Limit;
import io.fairlead.registry.lifecycle.LifecycleRule.Tags;
import io.fairlead.registry.names.Wildcard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads lifecycle policies, by the rules of Amazon ECR ("Lifecycle policy properties"). There is
 * one class of storage: what speaks of the archive is told to be missing, by its name.
 */
public final class LifecyclePolicyReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int MOST_RULES = 50;
  private static final int MOST_WILDCARDS = 4;
  private static final Set<String> IN_RULE =
      Set.of("rulePriority", "description", "selection", "action");
  private static final Set<String> IN_SELECTION =
      Set.of(
          "tagStatus",
          "tagPatternList",
          "tagPrefixList",
          "storageClass",
          "countType",
          "countUnit",
          "countNumber");

  private static final Set<String> IN_ACTION = Set.of("type", "targetStorageClass");

  private LifecyclePolicyReader() {}

  /** What reading comes to. */
  public sealed interface Reading {
    /** The text is a lifecycle policy. */
    record Read(LifecyclePolicy policy) implements Reading {}

    /** It is none, and why. */
    record Wrong(String why) implements Reading {}

    /** It is one, but asks for something that this version does not have. */
    record Unbuilt(String what) implements Reading {}
  }

  /** A policy that is none; caught where reading began. */
  private static final class WrongException extends Exception {
    WrongException(String message) {
      super(message);
    }
  }

  /** A policy that speaks of the archive; caught where reading began. */
  private static final class UnbuiltException extends Exception {
    UnbuiltException(String what) {
      super(what);
    }
  }

  /** Reads a lifecycle policy. */
  public static Reading read(String text) {
    try {
      return new Reading.Read(policy(JSON.readTree(text)));
    } catch (WrongException e) {
      return new Reading.Wrong(String.valueOf(e.getMessage()));
    } catch (UnbuiltException e) {
      return new Reading.Unbuilt(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      return new Reading.Wrong("the policy is not JSON: " + e.getOriginalMessage());
    }
  }

  private static LifecyclePolicy policy(JsonNode root) throws WrongException, UnbuiltException {
    only(root, Set.of("rules"), "the policy");
    JsonNode given = root.path("rules");
    if (!given.isArray() || given.isEmpty() || given.size() > MOST_RULES) {
      throw new WrongException("rules is a list of 1 to " + MOST_RULES);
    }
    List<LifecycleRule> rules = new ArrayList<>();
    for (JsonNode each : given) {
      rules.add(rule(each, "rules[" + rules.size() + "]"));
    }
    rules.sort(Comparator.comparingInt(LifecycleRule::priority));
    fitTogether(rules);
    return new LifecyclePolicy(List.copyOf(rules));
  }

  private static void fitTogether(List<LifecycleRule> rules) throws WrongException {
    Set<Integer> priorities = new HashSet<>();
    Set<Tags> untagged = new HashSet<>();
    for (LifecycleRule rule : rules) {
      String who = "the rule of rulePriority " + rule.priority();
      if (!priorities.add(rule.priority())) {
        throw new WrongException(who + " is not the only one of that priority");
      }
      if (rule.tags() instanceof Tags.Any && rule != rules.getLast()) {
        throw new WrongException(who + " has tagStatus 'any' and must be the last one");
      }
      if (rule.tags() instanceof Tags.Untagged && !untagged.add(rule.tags())) {
        throw new WrongException(who + " is not the only one of tagStatus 'untagged'");
      }
    }
  }

  private static LifecycleRule rule(JsonNode node, String where)
      throws WrongException, UnbuiltException {
    only(node, IN_RULE, where);
    JsonNode selection = node.path("selection");
    only(selection, IN_SELECTION, where + ".selection");
    only(node.path("action"), IN_ACTION, where + ".action");
    without(node.path("action").path("type"), where + ".action.type", "expire", "transition");
    if (selection.has("storageClass")) {
      JsonNode storage = selection.path("storageClass");
      without(storage, where + ".selection.storageClass", "standard", "archive");
    }
    if (selection.path("countType").asText().equals("sinceImageTransitioned")) {
      throw new UnbuiltException(where + ".selection.countType 'sinceImageTransitioned'");
    }
    if (node.path("action").has("targetStorageClass")) {
      throw new WrongException(where + ".action: type 'expire' has no targetStorageClass");
    }
    return new LifecycleRule(
        number(node, "rulePriority", where),
        tags(selection, where + ".selection"),
        limit(selection, where + ".selection"));
  }

  private static Tags tags(JsonNode selection, String where) throws WrongException {
    boolean patterns = selection.has("tagPatternList");
    boolean prefixes = selection.has("tagPrefixList");
    String status = selection.path("tagStatus").asText();
    switch (status) {
      case "tagged" -> {
        if (patterns == prefixes) {
          throw new WrongException(
              where + ": tagStatus 'tagged' needs tagPatternList or tagPrefixList, and not both");
        }
        return patterns
            ? new Tags.Tagged(wildcards(selection, "tagPatternList", "", where))
            : new Tags.Tagged(wildcards(selection, "tagPrefixList", "*", where));
      }
      case "untagged", "any" -> {
        if (patterns || prefixes) {
          throw new WrongException(
              where + ": tagStatus '" + status + "' has neither tagPatternList nor tagPrefixList");
        }
        return status.equals("any") ? new Tags.Any() : new Tags.Untagged();
      }
      default -> throw new WrongException(where + ".tagStatus is 'tagged', 'untagged' or 'any'");
    }
  }

  private static List<Wildcard> wildcards(
      JsonNode selection, String member, String end, String where) throws WrongException {
    List<Wildcard> wildcards = new ArrayList<>();
    for (JsonNode each : selection.path(member)) {
      String text = each.isTextual() ? each.asText() : "";
      if (text.isEmpty() || text.contains("?")) {
        throw new WrongException(where + "." + member + " is a list of texts of letters in tags");
      }
      if (text.chars().filter(letter -> letter == '*').count() > MOST_WILDCARDS) {
        throw new WrongException(
            "%s.%s: '%s' has more than %d wildcards"
                .formatted(where, member, text, MOST_WILDCARDS));
      }
      wildcards.add(new Wildcard(text + end));
    }
    if (wildcards.isEmpty()) {
      throw new WrongException(where + "." + member + " is empty");
    }
    return List.copyOf(wildcards);
  }

  private static Limit limit(JsonNode selection, String where) throws WrongException {
    int number = number(selection, "countNumber", where);
    String type = selection.path("countType").asText();
    switch (type) {
      case "imageCountMoreThan" -> {
        if (selection.has("countUnit")) {
          throw new WrongException(where + ": countType '" + type + "' has no countUnit");
        }
        return new Limit.Count(number);
      }
      case "sinceImagePushed", "sinceImagePulled" -> {
        one(selection.path("countUnit"), where + ".countUnit", "days");
        Duration age = Duration.ofDays(number);
        return type.equals("sinceImagePushed")
            ? new Limit.SincePushed(age)
            : new Limit.SincePulled(age);
      }
      default ->
          throw new WrongException(
              where
                  + ".countType is 'imageCountMoreThan', 'sinceImagePushed' or 'sinceImagePulled'");
    }
  }

  private static int number(JsonNode node, String member, String where) throws WrongException {
    JsonNode number = node.path(member);
    if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asInt() < 1) {
      throw new WrongException(where + "." + member + " is a whole number of 1 or more");
    }
    return number.asInt();
  }

  /** A member with two values in ECR, of which only one is built. */
  private static void without(JsonNode node, String where, String built, String unbuilt)
      throws WrongException, UnbuiltException {
    if (node.asText().equals(unbuilt)) {
      throw new UnbuiltException(where + " '" + unbuilt + "'");
    }
    one(node, where, built);
  }

  private static void one(JsonNode node, String where, String only) throws WrongException {
    if (!node.asText().equals(only)) {
      throw new WrongException(where + " is '" + only + "'");
    }
  }

  private static void only(JsonNode node, Set<String> members, String where) throws WrongException {
    if (!node.isObject()) {
      throw new WrongException(where + " is a JSON object");
    }
    for (var names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!members.contains(name)) {
        throw new WrongException(
            where + " has no '" + name + "', only " + members.stream().sorted().toList());
      }
    }
  }
}
