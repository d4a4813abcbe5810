package io.fairlead.agent.shell;

import io.fairlead.proto.agent.Assignment;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.TaskDefinition;

/** Assignments for tests. */
final class TaskSamples {
  private TaskSamples() {}

  static String arn(String id) {
    return "arn:aws:ecs:us-east-1:000000000000:task/default/" + id;
  }

  static Assignment running(String id) {
    return Assignment.newBuilder()
        .setTaskArn(arn(id))
        .setClusterArn("arn:aws:ecs:us-east-1:000000000000:cluster/default")
        .setContainerInstanceArn(ScriptedGateway.INSTANCE)
        .setVersion(1)
        .setDesiredStatus("RUNNING")
        .setTaskDefinition(
            TaskDefinition.newBuilder()
                .setFamily("web")
                .setRevision(1)
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setName("web")
                        .setImage("web:1")
                        .setEssential(true)
                        .setCpu(128)
                        .setMemory(64)))
        .build();
  }

  static Assignment stopped(String id) {
    return running(id).toBuilder()
        .setVersion(2)
        .setDesiredStatus("STOPPED")
        .setStoppedReason("asked to")
        .build();
  }
}
