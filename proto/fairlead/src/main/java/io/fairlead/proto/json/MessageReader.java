package io.fairlead.proto.json;

import static io.fairlead.proto.json.WireRefusal.invalid;
import static io.fairlead.proto.json.WireRefusal.malformed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.io.IOException;
import java.util.Map;

/**
 * Reads JSON into a message of any type. What the type does not know, by name, kind or value, is
 * refused with the path of the member.
 */
final class MessageReader {
  private static final int DEEPEST = 50;
  private static final int LONGEST_NUMBER = 100;

  private final WireNames names;
  private final ScalarReader scalars;
  private final JsonFactory factory =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  MessageReader(WireNames names) {
    this.names = names;
    this.scalars = new ScalarReader(names);
  }

  /** Reads a request; nothing at all is the empty request. */
  Message read(Descriptor type, byte[] json) throws WireRefusal {
    try (JsonParser parser = factory.createParser(json)) {
      DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
      if (parser.nextToken() == null) {
        return builder.build();
      }
      readMembers(parser, type, builder);
      if (parser.nextToken() != null) {
        throw malformed("The request goes on after its end.");
      }
      return builder.build();
    } catch (JsonProcessingException e) {
      throw malformed("The request is not valid JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw malformed("The request is not valid UTF-8.");
    }
  }

  private void readMembers(JsonParser parser, Descriptor type, Message.Builder builder)
      throws IOException, WireRefusal {
    ScalarReader.expect(parser, JsonToken.START_OBJECT, "a structure");
    Map<String, FieldDescriptor> members = names.members(type);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = members.get(parser.currentName());
      if (field == null) {
        throw unknownMember(parser, members);
      }
      parser.nextToken();
      readField(parser, field, builder);
      if (field.isRepeated() && builder.getRepeatedFieldCount(field) == 0) {
        WireNames.emptyMembers(type)
            .ifPresent(empty -> builder.addRepeatedField(empty, field.getJsonName()));
      }
    }
  }

  private static WireRefusal unknownMember(JsonParser parser, Map<String, FieldDescriptor> members)
      throws IOException {
    String name = parser.currentName();
    String hint =
        members.keySet().stream()
            .filter(member -> member.equalsIgnoreCase(name))
            .findFirst()
            .map(member -> " Did you mean '" + member + "'?")
            .orElse("");
    return invalid("Unknown member: " + JsonPaths.current(parser) + "." + hint);
  }

  private void readField(JsonParser parser, FieldDescriptor field, Message.Builder builder)
      throws IOException, WireRefusal {
    if (field.isMapField()) {
      readMap(parser, field, builder);
    } else if (field.isRepeated()) {
      ScalarReader.expect(parser, JsonToken.START_ARRAY, "a list");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        builder.addRepeatedField(field, readValue(parser, field, builder));
      }
    } else {
      builder.setField(field, readValue(parser, field, builder));
    }
  }

  private void readMap(JsonParser parser, FieldDescriptor field, Message.Builder builder)
      throws IOException, WireRefusal {
    ScalarReader.expect(parser, JsonToken.START_OBJECT, "a map");
    Descriptor entryType = field.getMessageType();
    FieldDescriptor key = entryType.findFieldByNumber(1);
    FieldDescriptor value = entryType.findFieldByNumber(2);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Message.Builder entry = builder.newBuilderForField(field);
      entry.setField(key, ScalarReader.clean(parser, parser.currentName()));
      parser.nextToken();
      entry.setField(value, readValue(parser, value, entry));
      builder.addRepeatedField(field, entry.build());
    }
  }

  private Object readValue(JsonParser parser, FieldDescriptor field, Message.Builder owner)
      throws IOException, WireRefusal {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return scalars.read(parser, field);
    }
    Descriptor type = field.getMessageType();
    if (type.equals(Timestamp.getDescriptor())) {
      return ScalarReader.timestamp(parser);
    }
    if (type.equals(Value.getDescriptor())) {
      return Documents.read(parser);
    }
    Message.Builder builder = owner.newBuilderForField(field);
    readMembers(parser, type, builder);
    return builder.build();
  }

  private static String firstLine(String text) {
    return JsonPaths.shorten(text.lines().findFirst().orElse(""));
  }
}
