package io.fairlead.proto.json;

import static io.fairlead.proto.json.WireRefusal.invalid;
import static io.fairlead.proto.json.WireRefusal.malformed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Map;

/** Reads the values that are no structures, lists or maps. */
final class ScalarReader {
  private static final double EARLIEST = -62_135_596_800.0;
  private static final double LATEST = 253_402_300_799.0;
  private static final int FINEST_SCALE = 30;

  private final WireNames names;

  ScalarReader(WireNames names) {
    this.names = names;
  }

  Object read(JsonParser parser, FieldDescriptor field) throws IOException, WireRefusal {
    return switch (field.getJavaType()) {
      case STRING -> clean(parser, text(parser));
      case INT -> (int) whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(parser, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE -> number(parser);
      case FLOAT -> (float) number(parser);
      case BOOLEAN -> truth(parser);
      case ENUM -> enumValue(parser, field);
      case BYTE_STRING -> bytes(parser);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName() + " is no scalar");
    };
  }

  static void expect(JsonParser parser, JsonToken token, String what) throws WireRefusal {
    if (parser.currentToken() != token) {
      throw wrong(parser, what);
    }
  }

  private static WireRefusal wrong(JsonParser parser, String what) {
    return malformed(
        JsonPaths.current(parser) + " must be " + what + ", not " + found(parser) + ".");
  }

  private static String found(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "the end of the request";
    }
    return switch (token) {
      case START_OBJECT -> "a structure";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          "the end of a value";
    };
  }

  private static String text(JsonParser parser) throws IOException, WireRefusal {
    expect(parser, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /** Refuses what neither UTF-8 nor the database can hold: lone surrogates and U+0000. */
  static String clean(JsonParser parser, String text) throws WireRefusal {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw malformed(JsonPaths.current(parser) + " has a character that is not allowed.");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }

  private static long whole(JsonParser parser, long least, long greatest)
      throws IOException, WireRefusal {
    expect(parser, JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() < least
        || parser.getLongValue() > greatest) {
      throw malformed(
          JsonPaths.current(parser) + " must be from " + least + " to " + greatest + ".");
    }
    return parser.getLongValue();
  }

  private static double number(JsonParser parser) throws IOException, WireRefusal {
    if (!parser.currentToken().isNumeric()) {
      throw wrong(parser, "a number");
    }
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw malformed(JsonPaths.current(parser) + " is too large a number.");
    }
    return number;
  }

  private static boolean truth(JsonParser parser) throws IOException, WireRefusal {
    if (!parser.currentToken().isBoolean()) {
      throw wrong(parser, "true or false");
    }
    return parser.getBooleanValue();
  }

  private EnumValueDescriptor enumValue(JsonParser parser, FieldDescriptor field)
      throws IOException, WireRefusal {
    String text = text(parser);
    Map<String, EnumValueDescriptor> values = names.values(field.getEnumType());
    EnumValueDescriptor value = values.get(text);
    if (value == null) {
      throw invalid(
          "%s must be one of %s, not '%s'."
              .formatted(JsonPaths.current(parser), values.keySet(), JsonPaths.shorten(text)));
    }
    return value;
  }

  private static ByteString bytes(JsonParser parser) throws IOException, WireRefusal {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(parser)));
    } catch (IllegalArgumentException e) {
      throw malformed(JsonPaths.current(parser) + " must be base64.");
    }
  }

  /** Epoch seconds with a fraction. */
  static Timestamp timestamp(JsonParser parser) throws IOException, WireRefusal {
    double seconds = number(parser);
    BigDecimal exact = parser.getDecimalValue();
    // The scale is looked at first: rounding 1e-999999999 would take for ever.
    if (seconds < EARLIEST || seconds > LATEST || Math.abs(exact.scale()) > FINEST_SCALE) {
      throw malformed(JsonPaths.current(parser) + " must be a time in seconds since 1970.");
    }
    BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
    BigDecimal nanos = exact.subtract(whole).movePointRight(9).setScale(0, RoundingMode.DOWN);
    return Timestamp.newBuilder()
        .setSeconds(whole.longValueExact())
        .setNanos(nanos.intValueExact())
        .build();
  }
}
