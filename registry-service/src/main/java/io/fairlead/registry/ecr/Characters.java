package io.fairlead.registry.ecr;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the one character that the database cannot keep in a text. */
final class Characters {
  private Characters() {}

  /** Which member of a request has U+0000 in it, wherever it is; empty where none has. */
  static Optional<String> complaint(Message message) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      List<?> values = field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
      for (Object value : values) {
        Optional<String> complaint = complaint(field.getKey(), value);
        if (complaint.isPresent()) {
          return complaint;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> complaint(FieldDescriptor field, Object value) {
    if (value instanceof String text && text.indexOf('\0') >= 0) {
      return Optional.of(field.getJsonName() + " has the character U+0000 in it.");
    }
    return value instanceof Message message ? complaint(message) : Optional.empty();
  }
}
