package io.fairlead.proto;

import java.util.Optional;

/**
 * An Amazon resource name of the form {@code arn:aws:ecs:region:account:type/path}.
 *
 * @param type the resource type, e.g. {@code task}
 * @param path what follows the type, e.g. {@code default/0b1c...}; the last segment is the id or
 *     name
 */
public record Arn(String service, String region, String account, String type, String path) {

  /** Reads an ARN; empty where the text is none. */
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || !parts[0].equals("arn")) {
      return Optional.empty();
    }
    int slash = parts[5].indexOf('/');
    if (slash <= 0 || slash == parts[5].length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Arn(
            parts[2],
            parts[3],
            parts[4],
            parts[5].substring(0, slash),
            parts[5].substring(slash + 1)));
  }

  /** The last segment: the name or id of the resource itself. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The name or id in a text that is either an ARN or already the short form. */
  public static String nameOf(String textOrArn) {
    return parse(textOrArn).map(Arn::name).orElse(textOrArn);
  }

  /**
   * The cluster's name for a resource that lives in one (task, service, container instance, ...).
   */
  public Optional<String> cluster() {
    int slash = path.indexOf('/');
    if (type.equals("cluster")) {
      return Optional.of(path);
    }
    return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
  }

  @Override
  public String toString() {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + type + "/" + path;
  }
}
