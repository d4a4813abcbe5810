package io.fairlead.registry.access;

import io.fairlead.registry.names.RepositoryName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token is asked for: {@code repository:NAME:pull,push}, as in the token scope grammar of
 * Docker's distribution.
 */
public record Scope(RepositoryName repository, Set<Action> actions) {

  /** The scopes in a parameter, apart by spaces. What is not about a repository grants nothing. */
  public static List<Scope> parse(String text) {
    List<Scope> scopes = new ArrayList<>();
    for (String each : text.split(" ", -1)) {
      int first = each.indexOf(':');
      int last = each.lastIndexOf(':');
      if (first > 0 && last > first && each.startsWith("repository:")) {
        Set<Action> actions = actions(each.substring(last + 1));
        RepositoryName.parse(each.substring(first + 1, last))
            .ifPresent(name -> scopes.add(new Scope(name, actions)));
      }
    }
    return scopes;
  }

  private static Set<Action> actions(String text) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : text.split(",", -1)) {
      if (word.equals("*")) {
        actions.addAll(EnumSet.allOf(Action.class));
      }
      Action.of(word).ifPresent(actions::add);
    }
    return actions;
  }

  @Override
  public String toString() {
    return "repository:"
        + repository
        + ":"
        + actions.stream().sorted().map(Action::word).collect(Collectors.joining(","));
  }
}
