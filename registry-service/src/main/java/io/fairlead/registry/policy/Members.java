package io.fairlead.registry.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.registry.names.Wildcard;
import io.fairlead.registry.policy.PolicyReader.WrongException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members of a statement that hold one word or several. */
final class Members {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Set<String> ACTIONS =
      Stream.concat(
              ECRGrpc.getServiceDescriptor().getMethods().stream()
                  .map(method -> String.valueOf(method.getBareMethodName())),
              Stream.of("BatchImportUpstreamImage", "ReplicateImage"))
          .map(name -> "ecr:" + name.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private Members() {}

  static Audience audience(JsonNode node, String where) throws WrongException {
    if (node.isTextual() && node.asText().equals("*")) {
      return new Audience.Everybody();
    }
    if (!node.isObject() || node.size() != 1 || !node.has("AWS")) {
      throw new WrongException(where + " is \"*\" or {\"AWS\": ...} and nothing else");
    }
    Set<String> arns = new HashSet<>();
    Set<String> accounts = new HashSet<>();
    for (String text : words(node.path("AWS"), where + ".AWS")) {
      Optional<Arn> arn = Arn.parse(text);
      if (text.equals("*")) {
        return new Audience.Everybody();
      } else if (ACCOUNT.matcher(text).matches()) {
        accounts.add(text);
      } else if (text.matches("arn:aws:iam::\\d{12}:root")) {
        accounts.add(text.split(":", -1)[4]);
      } else if (arn.isPresent() && !text.contains("*")) {
        arns.add(text);
      } else {
        throw new WrongException(where + ".AWS: '" + text + "' is neither an account nor an ARN");
      }
    }
    return new Audience.Some(Set.copyOf(arns), Set.copyOf(accounts));
  }

  static List<Wildcard> actions(JsonNode node, String where) throws WrongException {
    List<Wildcard> actions = new ArrayList<>();
    for (String text : words(node, where)) {
      Wildcard action = new Wildcard(text.toLowerCase(Locale.ROOT));
      if (ACTIONS.stream().noneMatch(action::matches)) {
        throw new WrongException(where + ": '" + text + "' is no action of ECR");
      }
      actions.add(action);
    }
    return List.copyOf(actions);
  }

  static List<Wildcard> resources(JsonNode node, String where) throws WrongException {
    List<Wildcard> resources = new ArrayList<>();
    for (String text : words(node, where)) {
      if (!text.equals("*") && !text.startsWith("arn:aws:ecr:")) {
        throw new WrongException(where + ": '" + text + "' is neither \"*\" nor an ARN of ECR");
      }
      resources.add(new Wildcard(text));
    }
    return List.copyOf(resources);
  }

  private static List<String> words(JsonNode node, String where) throws WrongException {
    List<String> words = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isTextual()) {
        throw new WrongException(where + " is a text or a list of texts");
      }
      words.add(each.asText());
    }
    if (words.isEmpty()) {
      throw new WrongException(where + " is empty");
    }
    return words;
  }
}
