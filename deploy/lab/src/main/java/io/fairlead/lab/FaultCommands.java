package io.fairlead.lab;

import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.Injection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Faults by name. A dash stands for no value and for no duration:
 *
 * <ul>
 *   <li>{@code inject FAULT TARGET VALUE MILLIS} is answered by a line for each subject that has it
 *       now
 *   <li>{@code check FAULT TARGET VALUE} by the subjects that could have it
 *   <li>{@code list} by a line for each fault that lasts
 *   <li>{@code engines} by a line {@code INSTANCE there} or {@code INSTANCE away} for each
 *       instance, and after it a line {@code INSTANCE TASK CONTAINER ID} for each container of a
 *       task that runs
 *   <li>{@code heal NUMBER} and {@code heal all} by those that do not heal yet
 * </ul>
 */
record FaultCommands(Faults faults, Engines engines) implements Mishaps.Commands {
  private static final String NONE = "-";

  @Override
  public List<String> run(List<String> words) throws IOException {
    return switch (words.getFirst()) {
      case "inject" -> lines(inject(exactly(5, words)));
      case "check" -> check(exactly(4, words));
      case "list" -> lines(faults.active());
      case "engines" -> engines.look().stream().flatMap(FaultCommands::lines).toList();
      case "heal" -> heal(exactly(2, words).get(1));
      default -> throw wrong();
    };
  }

  private List<String> check(List<String> words) throws IOException {
    return faults.check(Fault.of(words.get(1)), words.get(2), value(words.get(3)));
  }

  private static String value(String word) {
    return word.equals(NONE) ? "" : word;
  }

  private List<Injection> inject(List<String> words) throws IOException {
    Optional<Duration> duration =
        Optional.of(words.get(4)).filter(it -> !it.equals(NONE)).map(FaultCommands::millis);
    return faults.inject(Fault.of(words.get(1)), words.get(2), value(words.get(3)), duration);
  }

  private List<String> heal(String which) {
    if (which.equals("all")) {
      faults.healAll();
      return lines(faults.active());
    }
    int number = Integer.parseInt(which);
    faults.heal(number);
    return lines(faults.active().stream().filter(it -> it.number() == number).toList());
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  private static List<String> lines(List<Injection> injections) {
    return injections.stream().map(Injection::line).toList();
  }

  private static Stream<String> lines(Engines.Look look) {
    return Stream.concat(
        Stream.of(look.instance() + (look.answers() ? " there" : " away")),
        look.containers().stream()
            .map(it -> String.join(" ", look.instance(), it.task(), it.name(), it.id())));
  }

  private static List<String> exactly(int count, List<String> words) {
    if (words.size() != count) {
      throw wrong();
    }
    return words;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "the commands are: inject FAULT TARGET VALUE MILLIS, check FAULT TARGET VALUE, list, engines, heal NUMBER, heal all");
  }
}
