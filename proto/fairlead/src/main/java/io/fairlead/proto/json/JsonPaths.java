package io.fairlead.proto.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Names the member that a parser is at, e.g. {@code containerDefinitions[0].cpu}. */
final class JsonPaths {
  private static final int LONGEST = 200;

  private JsonPaths() {}

  /** The path of the current value; "the request" at the top. */
  static String current(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    JsonToken token = parser.currentToken();
    if (token != null && token.isStructStart()) {
      context = context.getParent();
    }
    StringBuilder path = new StringBuilder();
    prepend(path, context);
    return path.isEmpty() ? "the request" : shorten(path.toString());
  }

  private static void prepend(StringBuilder path, @Nullable JsonStreamContext context) {
    for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      boolean dot = !path.isEmpty() && path.charAt(0) != '[';
      String step = at.inArray() ? "[" + at.getCurrentIndex() + "]" : at.getCurrentName();
      if (step != null) {
        path.insert(0, step + (dot ? "." : ""));
      }
    }
  }

  /** Text of the caller's that is quoted in a message. */
  static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
