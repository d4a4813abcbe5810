package io.fairlead.scheduler.core.placement;

import java.util.List;

/** Reads an expression's text piece by piece; which pieces may come is the parser's business. */
final class ExpressionLexer {
  /** Longest first, so that a short one does not hide a long one. */
  private static final List<String> SYMBOLS =
      List.of("!exists", "!in", "==", "!=", ">=", "<=", "=~", "!~", ">", "<");

  private final String text;
  private int position;

  ExpressionLexer(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    skipBlanks();
    return position == text.length();
  }

  /** Takes the character if it comes next. */
  boolean take(char expected) {
    if (atEnd() || text.charAt(position) != expected) {
      return false;
    }
    position++;
    return true;
  }

  /** Takes the word if it comes next and ends there. */
  boolean takeWord(String word) {
    skipBlanks();
    int end = position + word.length();
    if (!text.startsWith(word, position) || (end < text.length() && inName(text.charAt(end)))) {
      return false;
    }
    position = end;
    return true;
  }

  /** Takes a subject's name; empty where none comes next. */
  String name() {
    skipBlanks();
    int start = position;
    while (position < text.length() && inName(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Takes an operator, a symbol or a word; empty where none comes next. */
  String operator() {
    skipBlanks();
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, position)) {
        position += symbol.length();
        return symbol;
      }
    }
    return name();
  }

  /**
   * Takes an argument: quoted, or up to a blank, a comma or a closing bracket that it did not open.
   */
  String argument() {
    skipBlanks();
    return position < text.length()
            && (text.charAt(position) == '"' || text.charAt(position) == '\'')
        ? quoted(text.charAt(position))
        : unquoted();
  }

  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (int i = position + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        position = i + 1;
        return value.toString();
      }
      boolean escaped = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == quote;
      value.append(escaped ? text.charAt(++i) : c);
    }
    return "";
  }

  private String unquoted() {
    int start = position;
    int open = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (Character.isWhitespace(c) || (open == 0 && (c == ',' || c == ')' || c == ']'))) {
        break;
      }
      open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean inName(char c) {
    return Character.isLetterOrDigit(c) || ":._-/\\@+".indexOf(c) >= 0;
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }
}
