package io.fairlead.proto.json;

import static io.fairlead.proto.json.WireRefusal.malformed;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Members that may hold any JSON value. */
final class Documents {
  private Documents() {}

  private static Struct struct(JsonParser parser) throws IOException, WireRefusal {
    Struct.Builder struct = Struct.newBuilder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = ScalarReader.clean(parser, parser.currentName());
      parser.nextToken();
      struct.putFields(name, read(parser));
    }
    return struct.build();
  }

  static Value read(JsonParser parser) throws IOException, WireRefusal {
    Value.Builder value = Value.newBuilder();
    return switch (parser.currentToken()) {
      case START_OBJECT -> value.setStructValue(struct(parser)).build();
      case START_ARRAY -> value.setListValue(list(parser)).build();
      case VALUE_STRING ->
          value.setStringValue(ScalarReader.clean(parser, parser.getText())).build();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> value.setBoolValue(true).build();
      case VALUE_FALSE -> value.setBoolValue(false).build();
      case VALUE_NULL -> value.setNullValue(NullValue.NULL_VALUE).build();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw malformed("The document ends early.");
    };
  }

  private static Value number(JsonParser parser) throws IOException, WireRefusal {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw malformed(JsonPaths.current(parser) + " is too large a number.");
    }
    return Value.newBuilder().setNumberValue(number).build();
  }

  private static ListValue list(JsonParser parser) throws IOException, WireRefusal {
    ListValue.Builder list = ListValue.newBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.addValues(read(parser));
    }
    return list.build();
  }

  static void write(JsonGenerator json, Message value) throws IOException {
    try {
      write(json, Value.parseFrom(value.toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, Struct struct) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Value> field : struct.getFieldsMap().entrySet()) {
      json.writeFieldName(field.getKey());
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value.getKindCase()) {
      case STRUCT_VALUE -> write(json, value.getStructValue());
      case LIST_VALUE -> {
        json.writeStartArray();
        for (Value element : value.getListValue().getValuesList()) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case STRING_VALUE -> json.writeString(value.getStringValue());
      case NUMBER_VALUE -> writeNumber(json, value.getNumberValue());
      case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
      case NULL_VALUE, KIND_NOT_SET -> json.writeNull();
    }
  }

  /** Whole numbers without a fraction, as they came. */
  private static void writeNumber(JsonGenerator json, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
