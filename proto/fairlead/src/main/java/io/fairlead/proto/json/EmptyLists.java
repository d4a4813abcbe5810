package io.fairlead.proto.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which lists are written though they are empty. What only answers hold ({@code failures}, {@code
 * events}, {@code deployments}) is always there, as at AWS: waiters of the SDKs count on it. What
 * also occurs in requests is given back as it was given, so an empty list there is left out; the
 * few that AWS fills in anyway are named here.
 */
final class EmptyLists {
  private static final Set<String> FILLED_IN =
      Set.of(
          "ContainerDefinition.portMappings",
          "ContainerDefinition.environment",
          "ContainerDefinition.mountPoints",
          "ContainerDefinition.volumesFrom");

  private final Set<Descriptor> requestTypes = new HashSet<>();

  EmptyLists(List<ServiceDescriptor> services) {
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor method : service.getMethods()) {
        collect(method.getInputType());
      }
    }
  }

  private void collect(Descriptor type) {
    if (requestTypes.add(type)) {
      for (FieldDescriptor field : type.getFields()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          collect(field.getMessageType());
        }
      }
    }
  }

  boolean kept(FieldDescriptor list) {
    Descriptor owner = list.getContainingType();
    return !requestTypes.contains(owner)
        || FILLED_IN.contains(owner.getName() + "." + list.getJsonName());
  }
}
