package io.fairlead.proto.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

/**
 * Writes a message of any type as JSON: absent members, empty structures and empty maps are left
 * out; {@link EmptyLists} says which empty lists are kept.
 */
final class MessageWriter {
  private final EmptyLists emptyLists;
  private final JsonFactory factory = new JsonFactory();

  MessageWriter(EmptyLists emptyLists) {
    this.emptyLists = emptyLists;
  }

  byte[] write(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      writeMessage(json, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void writeMessage(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        writeMap(json, field, message);
      } else if (field.isRepeated()) {
        writeList(json, field, message);
      } else if (message.hasField(field) && !isEmpty(field, message.getField(field))) {
        json.writeFieldName(field.getJsonName());
        writeValue(json, field, message.getField(field));
      }
    }
    json.writeEndObject();
  }

  private void writeList(JsonGenerator json, FieldDescriptor field, Message message)
      throws IOException {
    if (message.getRepeatedFieldCount(field) == 0 && !emptyLists.kept(field)) {
      return;
    }
    json.writeArrayFieldStart(field.getJsonName());
    for (Object element : (List<?>) message.getField(field)) {
      writeValue(json, field, element);
    }
    json.writeEndArray();
  }

  private void writeMap(JsonGenerator json, FieldDescriptor field, Message message)
      throws IOException {
    if (message.getRepeatedFieldCount(field) == 0) {
      return;
    }
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    json.writeObjectFieldStart(field.getJsonName());
    for (Object element : (List<?>) message.getField(field)) {
      Message entry = (Message) element;
      json.writeFieldName(entry.getField(key).toString());
      writeValue(json, value, entry.getField(value));
    }
    json.writeEndObject();
  }

  private void writeValue(JsonGenerator json, FieldDescriptor field, Object value)
      throws IOException {
    switch (field.getJavaType()) {
      case STRING -> json.writeString((String) value);
      case INT -> json.writeNumber((int) value);
      case LONG -> json.writeNumber((long) value);
      case DOUBLE -> json.writeNumber((double) value);
      case FLOAT -> json.writeNumber((float) value);
      case BOOLEAN -> json.writeBoolean((boolean) value);
      case ENUM -> json.writeString(WireNames.of((EnumValueDescriptor) value));
      case BYTE_STRING ->
          json.writeString(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case MESSAGE -> writeStructure(json, (Message) value);
    }
  }

  private void writeStructure(JsonGenerator json, Message value) throws IOException {
    if (value.getDescriptorForType().equals(Timestamp.getDescriptor())) {
      json.writeNumber(seconds(value));
    } else if (value.getDescriptorForType().equals(Value.getDescriptor())) {
      Documents.write(json, value);
    } else {
      writeMessage(json, value);
    }
  }

  /** Epoch seconds with milliseconds, without trailing zeros. */
  private static String seconds(Message timestamp) {
    FieldDescriptor seconds = timestamp.getDescriptorForType().findFieldByNumber(1);
    FieldDescriptor nanos = timestamp.getDescriptorForType().findFieldByNumber(2);
    long millis = (int) timestamp.getField(nanos) / 1_000_000;
    return BigDecimal.valueOf((long) timestamp.getField(seconds))
        .add(BigDecimal.valueOf(millis, 3))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Whether the value is a structure with nothing in it, or an enum value without a name. */
  private static boolean isEmpty(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case MESSAGE -> isEmpty((Message) value);
      case ENUM -> WireNames.of((EnumValueDescriptor) value).isEmpty();
      case STRING, INT, LONG, DOUBLE, FLOAT, BOOLEAN, BYTE_STRING -> false;
    };
  }

  private static boolean isEmpty(Message value) {
    Descriptor type = value.getDescriptorForType();
    return !type.equals(Timestamp.getDescriptor())
        && !type.equals(Value.getDescriptor())
        && value.getAllFields().entrySet().stream()
            .allMatch(
                set ->
                    set.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && !set.getKey().isRepeated()
                        && isEmpty((Message) set.getValue()));
  }
}
