package io.fairlead.gateway.calls;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fairlead.gateway.routing.RoutingKeys;
import io.fairlead.proto.Arn;
import io.fairlead.proto.wire.WireProto;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the audit trail keeps of a request: which members it sets, and the resources it names. No
 * other value is kept, for environments, commands and tokens may be secret.
 *
 * @param members names, in the order of the type
 * @param resources ARNs, and names from members that hold nothing else
 */
record RequestFacts(List<String> members, List<String> resources, Optional<String> cluster) {
  private static final int MOST_RESOURCES = 100;
  private static final int LONGEST_RESOURCE = 512;

  /** Members whose values are names of resources. */
  private static final Set<String> NAMING =
      Set.of(
          "cluster",
          "clusterName",
          "clusters",
          "service",
          "serviceName",
          "services",
          "task",
          "tasks",
          "taskDefinition",
          "taskDefinitions",
          "family",
          "familyPrefix",
          "containerInstance",
          "containerInstances",
          "capacityProvider",
          "container",
          "resource");

  static RequestFacts of(Message request) {
    List<String> members = new ArrayList<>();
    Set<String> resources = new LinkedHashSet<>();
    collect(request, members, resources);
    return new RequestFacts(
        List.copyOf(members),
        resources.stream().limit(MOST_RESOURCES).toList(),
        RoutingKeys.of(request).flatMap(RoutingKeys::clusterOf));
  }

  private static void collect(Message request, List<String> members, Set<String> resources) {
    for (Map.Entry<FieldDescriptor, Object> set : request.getAllFields().entrySet()) {
      FieldDescriptor member = set.getKey();
      if (member.getOptions().getExtension(WireProto.emptyMembers)) {
        members.addAll(texts(set.getValue()));
        continue;
      }
      members.add(member.getJsonName());
      if (member.getJavaType() == FieldDescriptor.JavaType.STRING) {
        texts(set.getValue()).stream()
            .filter(text -> text.length() <= LONGEST_RESOURCE && names(member, text))
            .forEach(resources::add);
      } else if (isStart(member)) {
        collect((Message) set.getValue(), members, resources);
      }
    }
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private static boolean names(FieldDescriptor member, String text) {
    return NAMING.contains(member.getJsonName())
        || (member.getJsonName().endsWith("Arn") && Arn.parse(text).isPresent());
  }

  /** The message that opens a stream is one alternative of what a stream may carry. */
  private static boolean isStart(FieldDescriptor member) {
    return member.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !member.isRepeated()
        && member.getRealContainingOneof() != null;
  }
}
