package io.fairlead.proto.rim;

import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.fairlead.proto.wire.WireProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What the API's model demands of a request whatever the operation: required members, known enum
 * values, bounds and patterns. The facts stand as options in the generated protos.
 */
public final class ShapeRules {
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private ShapeRules() {}

  /** What is wrong with the message, naming the member by its path; empty where nothing is. */
  public static Optional<String> complaint(Message message) {
    return complaint("", message);
  }

  private static Optional<String> complaint(String path, Message message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String member = path + field.getJsonName();
      boolean present =
          field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
      Optional<String> complaint =
          present
              ? ofValue(member, field, message.getField(field))
              : Rule.missing(member, field.getOptions());
      if (complaint.isEmpty() && field.getOptions().getExtension(WireProto.emptyMembers)) {
        complaint = ofEmptyMembers(message, (List<?>) message.getField(field));
      }
      if (complaint.isPresent()) {
        return complaint;
      }
    }
    return Optional.empty();
  }

  /** What is said to be given and empty must be a list of the request, and empty. */
  private static Optional<String> ofEmptyMembers(Message message, List<?> names) {
    List<String> empty =
        message.getDescriptorForType().getFields().stream()
            .filter(field -> field.isRepeated() && message.getRepeatedFieldCount(field) == 0)
            .map(FieldDescriptor::getJsonName)
            .toList();
    return names.stream()
        .filter(name -> !empty.contains(name))
        .findFirst()
        .map(name -> "empty_members: " + name + " is no list of the request that is empty.");
  }

  private static Optional<String> ofValue(String member, FieldDescriptor field, Object value) {
    FieldOptions options = field.getOptions();
    if (field.isMapField()) {
      return Optional.empty();
    }
    if (!field.isRepeated()) {
      return ofElement(member, field, value, Rule.ofMember(options));
    }
    List<?> elements = (List<?>) value;
    Optional<String> count = Rule.ofMember(options).bounds(member + "'s length", elements.size());
    for (int i = 0; i < elements.size() && count.isEmpty(); i++) {
      count = ofElement(member + "[" + i + "]", field, elements.get(i), Rule.ofItem(options));
    }
    return count;
  }

  private static Optional<String> ofElement(
      String member, FieldDescriptor field, Object value, Rule rule) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      boolean own = field.getMessageType().getFile().getPackage().startsWith("fairlead.");
      return own ? complaint(member + ".", (Message) value) : Optional.empty();
    }
    return switch (value) {
      case EnumValueDescriptor chosen -> unknown(member, chosen);
      case String text -> rule.text(member, text);
      case Number number -> rule.bounds(member, number.doubleValue());
      default -> Optional.empty();
    };
  }

  private static Optional<String> unknown(String member, EnumValueDescriptor chosen) {
    if (chosen.getOptions().hasExtension(WireProto.value)) {
      return Optional.empty();
    }
    List<String> known =
        chosen.getType().getValues().stream()
            .filter(value -> value.getOptions().hasExtension(WireProto.value))
            .map(value -> value.getOptions().getExtension(WireProto.value))
            .toList();
    return Optional.of(member + " must be one of " + String.join(", ", known) + ".");
  }

  /** Bounds of a number, of a text's length or of a list's length, and a text's pattern. */
  private record Rule(double least, double most, String pattern) {

    static Optional<String> missing(String member, FieldOptions options) {
      return options.getExtension(WireProto.required)
          ? Optional.of(member + " is missing.")
          : Optional.empty();
    }

    static Rule ofMember(FieldOptions options) {
      return new Rule(
          options.hasExtension(WireProto.min)
              ? options.getExtension(WireProto.min)
              : Double.NEGATIVE_INFINITY,
          options.hasExtension(WireProto.max)
              ? options.getExtension(WireProto.max)
              : Double.POSITIVE_INFINITY,
          options.getExtension(WireProto.pattern));
    }

    static Rule ofItem(FieldOptions options) {
      return new Rule(
          options.hasExtension(WireProto.itemMin)
              ? options.getExtension(WireProto.itemMin)
              : Double.NEGATIVE_INFINITY,
          options.hasExtension(WireProto.itemMax)
              ? options.getExtension(WireProto.itemMax)
              : Double.POSITIVE_INFINITY,
          options.getExtension(WireProto.itemPattern));
    }

    Optional<String> bounds(String member, double value) {
      if (value < least) {
        return Optional.of(member + " must be at least " + (long) least + ".");
      }
      return value > most
          ? Optional.of(member + " must be at most " + (long) most + ".")
          : Optional.empty();
    }

    Optional<String> text(String member, String text) {
      Optional<String> length = bounds(member + "'s length", text.codePointCount(0, text.length()));
      if (length.isPresent() || pattern.isEmpty()) {
        return length;
      }
      return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches()
          ? Optional.empty()
          : Optional.of(member + " must match " + pattern + ".");
    }
  }
}
