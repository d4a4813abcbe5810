package io.fairlead.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.DescribeTaskDefinitionRequest;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.ListClustersRequest;
import io.fairlead.proto.ecs.ListTagsForResourceRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RoutingKeysTest {
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";

  static Stream<Arguments> keys() {
    return Stream.of(
        key("cluster:default", RunTaskRequest.newBuilder().setTaskDefinition("web:3")),
        key("cluster:a", RunTaskRequest.newBuilder().setCluster("a").setTaskDefinition("web")),
        key("cluster:a", RunTaskRequest.newBuilder().setCluster(ARN + "cluster/a")),
        key("cluster:a", DescribeTasksRequest.newBuilder().addTasks(ARN + "task/a/1")),
        key("cluster:default", DescribeTasksRequest.newBuilder().addTasks("1")),
        key("cluster:a", DescribeClustersRequest.newBuilder().addClusters("a").addClusters("b")),
        key("cluster:default", DescribeClustersRequest.newBuilder()),
        key("cluster:a", CreateClusterRequest.newBuilder().setClusterName("a")),
        key("", ListClustersRequest.newBuilder()),
        key("family:web", RegisterTaskDefinitionRequest.newBuilder().setFamily("web")),
        key("family:web", DescribeTaskDefinitionRequest.newBuilder().setTaskDefinition("web:7")),
        key("family:web", tags("task-definition/web:7")),
        key("cluster:a", tags("service/a/s")),
        key("cluster:a", tags("cluster/a")),
        key("", tags("capacity-provider/p")),
        key("cluster:a", WatchEventsRequest.newBuilder().setCluster("a").setAfterPosition(1)),
        key(
            "cluster:a",
            AgentMessage.newBuilder()
                .setHello(
                    Hello.newBuilder()
                        .setCluster("a")
                        .setContainerInstanceArn(ARN + "container-instance/b/1"))),
        key(
            "cluster:default",
            ExecInput.newBuilder().setStart(ExecStart.newBuilder().setTask("t"))));
  }

  private static Arguments key(String key, Message.Builder request) {
    return Arguments.of(key, request.build());
  }

  private static Message.Builder tags(String resource) {
    return ListTagsForResourceRequest.newBuilder().setResourceArn(ARN + resource);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void findsWhatACallIsAbout(String key, Message request) {
    assertThat(RoutingKeys.of(request).orElse("")).isEqualTo(key);
  }
}
