package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Subjects of several kinds; no two have one of the same name. */
public record SeveralSubjects(List<Subjects> kinds) implements Subjects {
  @Override
  public String known() throws IOException {
    List<String> known = new ArrayList<>();
    for (Subjects kind : kinds) {
      known.add(kind.known());
    }
    return known.stream().distinct().collect(Collectors.joining("; "));
  }

  @Override
  public List<String> named(String target) throws IOException {
    List<String> named = new ArrayList<>();
    for (Subjects kind : kinds) {
      named.addAll(kind.named(target));
    }
    return named;
  }

  @Override
  public Set<Fault> possible(String subject) throws IOException {
    Set<Fault> possible = EnumSet.noneOf(Fault.class);
    for (Subjects kind : kindOf(subject)) {
      possible.addAll(kind.possible(subject));
    }
    return possible;
  }

  @Override
  public void begin(Fault fault, String subject, String value) throws IOException {
    for (Subjects kind : kindOf(subject)) {
      kind.begin(fault, subject, value);
    }
  }

  @Override
  public void end(Fault fault, String subject, String value) throws IOException {
    for (Subjects kind : kindOf(subject)) {
      kind.end(fault, subject, value);
    }
  }

  /** None where the subject is gone, and what was wrong with it, too. */
  private List<Subjects> kindOf(String subject) throws IOException {
    for (Subjects kind : kinds) {
      if (!kind.named(subject).isEmpty()) {
        return List.of(kind);
      }
    }
    return List.of();
  }
}
