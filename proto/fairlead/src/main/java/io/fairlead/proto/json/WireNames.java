package io.fairlead.proto.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fairlead.proto.wire.WireProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The names of members and enum values on the wire, as the descriptors give them. */
final class WireNames {
  private final Map<Descriptor, Map<String, FieldDescriptor>> members = new ConcurrentHashMap<>();
  private final Map<EnumDescriptor, Map<String, EnumValueDescriptor>> values =
      new ConcurrentHashMap<>();

  /**
   * The field that names the lists which are given and empty; none where their emptiness means
   * nothing.
   */
  static Optional<FieldDescriptor> emptyMembers(Descriptor type) {
    return type.getFields().stream().filter(WireNames::isEmptyMembers).findFirst();
  }

  private static boolean isEmptyMembers(FieldDescriptor field) {
    return field.getOptions().getExtension(WireProto.emptyMembers);
  }

  /** The members of a structure by their exact name. */
  Map<String, FieldDescriptor> members(Descriptor type) {
    return members.computeIfAbsent(type, WireNames::readMembers);
  }

  /** The values of an enum by the string that stands for each. */
  Map<String, EnumValueDescriptor> values(EnumDescriptor type) {
    return values.computeIfAbsent(type, WireNames::readValues);
  }

  /** The string for an enum value; empty for the unspecified one. */
  static String of(EnumValueDescriptor value) {
    return value.getOptions().getExtension(WireProto.value);
  }

  private static Map<String, FieldDescriptor> readMembers(Descriptor type) {
    Map<String, FieldDescriptor> members = new LinkedHashMap<>();
    type.getFields().stream()
        .filter(field -> !isEmptyMembers(field))
        .forEach(field -> members.put(field.getJsonName(), field));
    return members;
  }

  private static Map<String, EnumValueDescriptor> readValues(EnumDescriptor type) {
    Map<String, EnumValueDescriptor> values = new LinkedHashMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      if (!of(value).isEmpty()) {
        values.put(of(value), value);
      }
    }
    return values;
  }
}
