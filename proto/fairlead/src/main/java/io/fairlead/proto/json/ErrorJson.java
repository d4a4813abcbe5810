package io.fairlead.proto.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** The body of an error in the AWS JSON protocol. */
public final class ErrorJson {
  /** Members that are lists, carried as one text with commas. */
  private static final Set<String> LISTS = Set.of("resourceIds");

  private static final JsonFactory FACTORY = new JsonFactory();

  private ErrorJson() {}

  /** {@code {"__type": ..., "message": ..., further members}}. */
  public static byte[] of(ApiError error) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("__type", error.type());
      json.writeStringField("message", error.message());
      for (Map.Entry<String, String> member : error.members().entrySet()) {
        writeMember(json, member.getKey(), member.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeMember(JsonGenerator json, String name, String value)
      throws IOException {
    if (LISTS.contains(name)) {
      json.writeArrayFieldStart(name);
      for (String element : value.isEmpty() ? new String[0] : value.split(",", -1)) {
        json.writeString(element);
      }
      json.writeEndArray();
    } else {
      json.writeStringField(name, value);
    }
  }
}
