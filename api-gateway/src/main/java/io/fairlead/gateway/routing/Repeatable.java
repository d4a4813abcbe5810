package io.fairlead.gateway.routing;

import com.google.protobuf.Message;
import java.util.List;

/** Which calls may be sent again when it is not known whether the first one took effect. */
public final class Repeatable {
  private static final List<String> READING =
      List.of("List", "Describe", "Get", "Explain", "Locate");

  private Repeatable() {}

  /** True for calls that only read, and for those with a token that makes a repeat harmless. */
  public static boolean is(String method, Message request) {
    return READING.stream().anyMatch(method::startsWith)
        || request.getAllFields().entrySet().stream()
            .anyMatch(
                set ->
                    set.getKey().getJsonName().equals("clientToken") && !set.getValue().equals(""));
  }
}
