package io.fairlead.agent.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Arn;
import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.TaskDefinition;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The labels of a container: those that ECS gives, and what an agent needs to know its containers
 * again after a restart.
 */
public final class Labels {
  public static final String TASK_ARN = "com.amazonaws.ecs.task-arn";
  public static final String CONTAINER_NAME = "com.amazonaws.ecs.container-name";
  public static final String INSTALLATION = "io.fairlead.installation";
  public static final String INSTANCE_ARN = "io.fairlead.container-instance-arn";
  private static final String CLUSTER = "com.amazonaws.ecs.cluster";
  private static final String FAMILY = "com.amazonaws.ecs.task-definition-family";
  private static final String REVISION = "com.amazonaws.ecs.task-definition-version";
  private static final String VERSION = "io.fairlead.assignment-version";
  private static final String ASSIGNMENT = "io.fairlead.assignment";

  private Labels() {}

  /** All labels of a container; those of its definition give way to the agent's own. */
  public static Map<String, String> of(Ownership owner, Blueprint blueprint) {
    Assignment assignment = blueprint.assignment();
    TaskDefinition task = assignment.getTaskDefinition();
    Map<String, String> labels = new LinkedHashMap<>(blueprint.container().getDockerLabelsMap());
    labels.put(CLUSTER, Arn.nameOf(assignment.getClusterArn()));
    labels.put(CONTAINER_NAME, blueprint.container().getName());
    labels.put(TASK_ARN, assignment.getTaskArn());
    labels.put(FAMILY, task.getFamily());
    labels.put(REVISION, String.valueOf(task.getRevision()));
    labels.put(INSTALLATION, owner.installation());
    labels.put(INSTANCE_ARN, owner.containerInstanceArn());
    labels.put(VERSION, String.valueOf(assignment.getVersion()));
    labels.put(ASSIGNMENT, Base64.getEncoder().encodeToString(assignment.toByteArray()));
    return labels;
  }

  /** The labels that all own containers have and no others. */
  public static Map<String, String> selector(Ownership owner) {
    return Map.of(INSTALLATION, owner.installation(), INSTANCE_ARN, owner.containerInstanceArn());
  }

  /** What a container was created for; empty where its labels do not say. */
  public static Optional<Assignment> assignment(Map<String, String> labels) {
    String encoded = labels.get(ASSIGNMENT);
    if (encoded == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Assignment.parseFrom(Base64.getDecoder().decode(encoded)));
    } catch (IllegalArgumentException | InvalidProtocolBufferException _) {
      return Optional.empty();
    }
  }
}
