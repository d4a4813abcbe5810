package io.fairlead.proto.rim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.HealthCheck;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.TagResourceRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeRulesTest {

  static Stream<Arguments> complaints() {
    return Stream.of(
        Arguments.of("taskDefinition is missing.", RunTaskRequest.getDefaultInstance()),
        Arguments.of(
            "launchType must be one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES.",
            RunTaskRequest.newBuilder().setTaskDefinition("x").setLaunchTypeValue(77).build()),
        Arguments.of(
            "launchType must be one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES.",
            RunTaskRequest.newBuilder().setTaskDefinition("x").setLaunchTypeValue(0).build()),
        Arguments.of(
            "containerDefinitions[0].healthCheck.command is missing.",
            RegisterTaskDefinitionRequest.newBuilder()
                .setFamily("f")
                .addContainerDefinitions(
                    ContainerDefinition.newBuilder()
                        .setHealthCheck(HealthCheck.getDefaultInstance()))
                .build()),
        Arguments.of(
            "empty_members: cluster is no list of the request that is empty.",
            UpdateServiceRequest.newBuilder()
                .setService("web")
                .addEmptyMembers("loadBalancers")
                .addEmptyMembers("cluster")
                .build()),
        Arguments.of(
            "empty_members: placementStrategy is no list of the request that is empty.",
            UpdateServiceRequest.newBuilder()
                .setService("web")
                .addPlacementStrategy(PlacementStrategy.getDefaultInstance())
                .addEmptyMembers("placementStrategy")
                .build()),
        Arguments.of("tags[0].key's length must be at most 128.", tagged("k".repeat(129), "v")),
        Arguments.of(
            "tags[0].key must match ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*).", tagged("a\nb", "v")));
  }

  private static Message tagged(String key, String value) {
    return TagResourceRequest.newBuilder()
        .setResourceArn("arn")
        .addTags(Tag.newBuilder().setKey(key).setValue(value))
        .build();
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void namesTheMember(String complaint, Message request) {
    assertThat(ShapeRules.complaint(request)).contains(complaint);
  }

  @Test
  void letsGoodRequestsPass() {
    assertThat(ShapeRules.complaint(RunTaskRequest.newBuilder().setTaskDefinition("x").build()))
        .isEmpty();
    assertThat(ShapeRules.complaint(CreateServiceRequest.newBuilder().setServiceName("x").build()))
        .isEmpty();
    assertThat(ShapeRules.complaint(tagged("key", "value"))).isEmpty();
  }
}
