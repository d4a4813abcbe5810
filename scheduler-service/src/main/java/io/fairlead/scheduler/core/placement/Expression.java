package io.fairlead.scheduler.core.placement;

import java.util.List;

/**
 * An expression of the cluster query language, as {@code memberOf} constraints and the filters of
 * ListContainerInstances use it. Source: "Cluster query language" in the ECS developer guide.
 */
public sealed interface Expression {

  /** Whether the instance meets it. */
  boolean test(Candidate instance);

  /** Whether only the instance's own record decides, not the tasks that are there. */
  boolean lasting();

  /** The outcome of reading a text. */
  sealed interface Parsed {}

  /** The text is an expression. */
  record Valid(Expression expression) implements Parsed {}

  /** The text is none; {@code why} says what was expected and where. */
  record Malformed(String why) implements Parsed {}

  /** Reads an expression. */
  static Parsed parse(String text) {
    return new ExpressionParser(text).parse();
  }

  /** Holds where each part does. */
  record And(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return parts.stream().allMatch(part -> part.test(instance));
    }

    @Override
    public boolean lasting() {
      return parts.stream().allMatch(Expression::lasting);
    }
  }

  /** Holds where one part does. */
  record Or(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return parts.stream().anyMatch(part -> part.test(instance));
    }

    @Override
    public boolean lasting() {
      return parts.stream().allMatch(Expression::lasting);
    }
  }

  /** Holds where the part does not. */
  record Not(Expression part) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return !part.test(instance);
    }

    @Override
    public boolean lasting() {
      return part.lasting();
    }
  }

  /** Holds where the subject has a value. */
  record Exists(Subject subject) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return subject.any(instance, value -> true);
    }

    @Override
    public boolean lasting() {
      return subject.lasting();
    }
  }

  /** Holds where one of the subject's values compares so with the argument. */
  record Compare(Subject subject, Comparison comparison, String argument) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return subject.any(
          instance, value -> comparison.holds(subject.order().compare(value, argument)));
    }

    @Override
    public boolean lasting() {
      return subject.lasting();
    }
  }

  /** Holds where one of the subject's values is in the list. */
  record In(Subject subject, List<String> arguments) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return subject.any(
          instance,
          value ->
              arguments.stream()
                  .anyMatch(argument -> subject.order().compare(value, argument) == 0));
    }

    @Override
    public boolean lasting() {
      return subject.lasting();
    }
  }

  /** Holds where one of the subject's values matches the pattern as a whole. */
  record Matches(Subject subject, BoundedPattern pattern) implements Expression {
    @Override
    public boolean test(Candidate instance) {
      return subject.any(instance, pattern::matches);
    }

    @Override
    public boolean lasting() {
      return subject.lasting();
    }
  }

  /** How a value stands to an argument. */
  enum Comparison {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }
}
