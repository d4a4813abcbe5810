package io.fairlead.gateway.routing;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fairlead.proto.Arn;
import java.util.List;
import java.util.Optional;

/**
 * What decides which scheduler answers a call: the cluster it is about, else the family of task
 * definitions. Found by the names of a request's members, for any operation.
 */
public final class RoutingKeys {
  private static final String CLUSTER = "cluster:";
  private static final String DEFAULT_CLUSTER = "default";
  private static final List<String> FAMILY_MEMBERS =
      List.of("family", "taskDefinition", "taskDefinitions", "familyPrefix");
  private static final String TASK_DEFINITION = "task-definition";

  private RoutingKeys() {}

  /** The key of a request; empty where any scheduler can answer. */
  public static Optional<String> of(Message request) {
    return named(request, "clusters")
        .or(() -> named(request, "clusterName"))
        .or(() -> named(request, "cluster"))
        .or(() -> cluster(request))
        .map(RoutingKeys::clusterKey)
        .or(() -> arn(request))
        .or(() -> family(request))
        .or(() -> nested(request))
        .or(() -> defaultCluster(request.getDescriptorForType()));
  }

  private static String clusterKey(String cluster) {
    return CLUSTER + Arn.nameOf(cluster);
  }

  /** The name of the cluster that a key stands for; empty where it stands for something else. */
  public static Optional<String> clusterOf(String key) {
    return key.startsWith(CLUSTER)
        ? Optional.of(key.substring(CLUSTER.length()))
        : Optional.empty();
  }

  private static String familyKey(String definition) {
    String name = Arn.nameOf(definition);
    int colon = name.indexOf(':');
    return "family:" + (colon < 0 ? name : name.substring(0, colon));
  }

  /** The cluster in the ARN of a task, service, instance, ... that the request names. */
  private static Optional<String> cluster(Message request) {
    return request.getDescriptorForType().getFields().stream()
        .flatMap(field -> text(request, field).stream())
        .flatMap(text -> Arn.parse(text).stream())
        .flatMap(arn -> arn.cluster().stream())
        .findFirst();
  }

  private static Optional<String> arn(Message request) {
    return named(request, "resourceArn")
        .filter(
            text -> Arn.parse(text).filter(arn -> arn.type().equals(TASK_DEFINITION)).isPresent())
        .map(RoutingKeys::familyKey);
  }

  private static Optional<String> family(Message request) {
    if (has(request.getDescriptorForType(), "cluster")) {
      return Optional.empty();
    }
    return FAMILY_MEMBERS.stream()
        .flatMap(name -> named(request, name).stream())
        .findFirst()
        .map(RoutingKeys::familyKey);
  }

  /** For the messages of streams, whose cluster is a level deeper. */
  private static Optional<String> nested(Message request) {
    return request.getAllFields().entrySet().stream()
        .filter(set -> !set.getKey().isRepeated() && set.getKey().getContainingOneof() != null)
        .filter(set -> set.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .flatMap(set -> of((Message) set.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> defaultCluster(Descriptor type) {
    return has(type, "cluster") || has(type, "clusters") || has(type, "clusterName")
        ? Optional.of(clusterKey(DEFAULT_CLUSTER))
        : Optional.empty();
  }

  private static boolean has(Descriptor type, String member) {
    return type.getFields().stream().anyMatch(field -> field.getJsonName().equals(member));
  }

  private static Optional<String> named(Message request, String member) {
    return request.getDescriptorForType().getFields().stream()
        .filter(field -> field.getJsonName().equals(member))
        .findFirst()
        .flatMap(field -> text(request, field));
  }

  /** The text of a member, or the first of its texts. */
  private static Optional<String> text(Message request, FieldDescriptor field) {
    if (field.getJavaType() != FieldDescriptor.JavaType.STRING) {
      return Optional.empty();
    }
    if (field.isRepeated()) {
      return request.getRepeatedFieldCount(field) == 0
          ? Optional.empty()
          : Optional.of((String) request.getRepeatedField(field, 0));
    }
    String value = (String) request.getField(field);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
