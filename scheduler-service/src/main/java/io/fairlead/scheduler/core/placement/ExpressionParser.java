package io.fairlead.scheduler.core.placement;

import io.fairlead.scheduler.core.placement.Expression.Comparison;
import io.fairlead.scheduler.core.placement.Expression.Malformed;
import io.fairlead.scheduler.core.placement.Expression.Parsed;
import io.fairlead.scheduler.core.placement.Expression.Valid;
import java.util.ArrayList;
import java.util.List;

/** {@code or} binds loosest, then {@code and}, then {@code not}; parentheses group. */
final class ExpressionParser {
  /** As the API bounds it. */
  private static final int LONGEST = 2000;

  private static final int DEEPEST = 50;

  private final String text;
  private final ExpressionLexer lexer;
  private int depth;

  ExpressionParser(String text) {
    this.text = text;
    this.lexer = new ExpressionLexer(text);
  }

  Parsed parse() {
    if (text.length() > LONGEST) {
      return new Malformed("is longer than " + LONGEST + " characters");
    }
    try {
      Expression expression = or();
      return lexer.atEnd()
          ? new Valid(expression)
          : new Malformed("has something after its end at position " + lexer.position());
    } catch (Unexpected e) {
      return new Malformed(e.getMessage() + " at position " + lexer.position());
    }
  }

  private Expression or() {
    List<Expression> parts = new ArrayList<>(List.of(and()));
    while (lexer.takeWord("or") || lexer.takeWord("OR")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts);
  }

  private Expression and() {
    List<Expression> parts = new ArrayList<>(List.of(unary()));
    while (lexer.takeWord("and") || lexer.takeWord("AND")) {
      parts.add(unary());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
  }

  private Expression unary() {
    if (depth++ > DEEPEST) {
      throw new Unexpected("is nested deeper than " + DEEPEST);
    }
    try {
      if (lexer.takeWord("not") || lexer.takeWord("NOT") || lexer.take('!')) {
        return new Expression.Not(unary());
      }
      return lexer.take('(') ? grouped() : predicate();
    } finally {
      depth--;
    }
  }

  private Expression grouped() {
    Expression inner = or();
    if (!lexer.take(')')) {
      throw new Unexpected("lacks a closing parenthesis");
    }
    return inner;
  }

  private Expression predicate() {
    String name = lexer.name();
    Subject subject =
        Subject.named(name)
            .orElseThrow(
                () ->
                    new Unexpected(
                        "has '"
                            + name
                            + "' where agentConnected, agentVersion, attribute:NAME, ec2InstanceId,"
                            + " registeredAt, runningTasksCount or task:group is expected"));
    String operator = lexer.operator();
    return switch (operator) {
      case "==", "equals" -> compare(subject, Comparison.EQUAL);
      case "!=", "not_equals" -> new Expression.Not(compare(subject, Comparison.EQUAL));
      case ">", "greater_than" -> compare(subject, Comparison.GREATER);
      case ">=", "greater_than_equal" -> compare(subject, Comparison.GREATER_OR_EQUAL);
      case "<", "less_than" -> compare(subject, Comparison.LESS);
      case "<=", "less_than_equal" -> compare(subject, Comparison.LESS_OR_EQUAL);
      case "exists" -> new Expression.Exists(subject);
      case "!exists", "not_exists" -> new Expression.Not(new Expression.Exists(subject));
      case "in" -> new Expression.In(subject, list());
      case "!in", "not_in" -> new Expression.Not(new Expression.In(subject, list()));
      case "=~", "matches" -> new Expression.Matches(subject, pattern());
      case "!~", "not_matches" -> new Expression.Not(new Expression.Matches(subject, pattern()));
      default -> throw new Unexpected("has '" + operator + "' where an operator is expected");
    };
  }

  private Expression compare(Subject subject, Comparison comparison) {
    String argument = argument();
    if (subject == Subject.Fact.REGISTERED_AT && Ordering.parseMoment(argument).isEmpty()) {
      throw new Unexpected("has '" + argument + "' where a date such as 2026-01-31 is expected");
    }
    return new Expression.Compare(subject, comparison, argument);
  }

  private String argument() {
    String argument = lexer.argument();
    if (argument.isEmpty()) {
      throw new Unexpected("lacks an argument");
    }
    return argument;
  }

  private List<String> list() {
    if (!lexer.take('[')) {
      throw new Unexpected("lacks the opening bracket of a list");
    }
    List<String> arguments = new ArrayList<>(List.of(argument()));
    while (lexer.take(',')) {
      arguments.add(argument());
    }
    if (!lexer.take(']')) {
      throw new Unexpected("lacks the closing bracket of a list");
    }
    return arguments;
  }

  private BoundedPattern pattern() {
    String argument = argument();
    return BoundedPattern.compile(argument)
        .orElseThrow(() -> new Unexpected("has the malformed pattern '" + argument + "'"));
  }

  /** Leaves the recursive descent; never leaves this class. */
  private static final class Unexpected extends RuntimeException {
    Unexpected(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
