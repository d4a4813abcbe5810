package io.fairlead.scheduler.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fairlead.proto.Arn;
import java.util.Optional;

/** Which cluster a request is about, and which task definition it names, read from its members. */
final class Routes {
  private static final String DEFAULT = "default";

  private Routes() {}

  /** The name of the cluster: that of {@code cluster}, or of the resource, or {@code default}. */
  static String cluster(Message request) {
    return text(request, "cluster")
        .or(() -> text(request, "clusterName"))
        .map(Arn::nameOf)
        .or(() -> text(request, "resourceArn").flatMap(Arn::parse).flatMap(Arn::cluster))
        .orElse(DEFAULT);
  }

  /** The task definition that the call would use; empty where it names none. */
  static Optional<String> taskDefinition(Message request) {
    return text(request, "taskDefinition");
  }

  private static Optional<String> text(Message request, String member) {
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (field.getJsonName().equals(member)
          && !field.isRepeated()
          && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        return Optional.of((String) request.getField(field)).filter(text -> !text.isEmpty());
      }
    }
    return Optional.empty();
  }
}
