package io.fairlead.gateway.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.ContainerOverride;
import io.fairlead.proto.ecs.KeyValuePair;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.TaskOverride;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestFactsTest {
  private static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/blue/1";

  @Test
  void keepsNamesAndNoOtherValue() {
    RunTaskRequest request =
        RunTaskRequest.newBuilder()
            .setCluster("blue")
            .setTaskDefinition("web:3")
            .setClientToken("hush")
            .setOverrides(
                TaskOverride.newBuilder()
                    .addContainerOverrides(
                        ContainerOverride.newBuilder()
                            .setName("main")
                            .addCommand("hush")
                            .addEnvironment(
                                KeyValuePair.newBuilder().setName("PASSWORD").setValue("hush"))))
            .build();

    RequestFacts facts = RequestFacts.of(request);

    assertThat(facts.members())
        .containsExactlyInAnyOrder("cluster", "taskDefinition", "clientToken", "overrides");
    assertThat(facts.resources()).containsExactlyInAnyOrder("blue", "web:3");
    assertThat(facts.cluster()).contains("blue");
    assertThat(facts.toString()).doesNotContain("hush");
  }

  @Test
  void knowsNoClusterWhereThereIsNone() {
    RequestFacts facts =
        RequestFacts.of(
            RegisterTaskDefinitionRequest.newBuilder()
                .setFamily("web")
                .addContainerDefinitions(ContainerDefinition.newBuilder().setImage("hush"))
                .build());

    assertThat(facts.members()).containsExactlyInAnyOrder("family", "containerDefinitions");
    assertThat(facts.resources()).containsExactly("web");
    assertThat(facts.cluster()).isEmpty();
  }

  @Test
  void looksIntoTheMessageThatOpensAStream() {
    RequestFacts exec =
        RequestFacts.of(
            ExecInput.newBuilder()
                .setStart(
                    ExecStart.newBuilder().setCluster("blue").setTask(TASK).addCommand("hush"))
                .build());
    RequestFacts session =
        RequestFacts.of(
            AgentMessage.newBuilder()
                .setHello(Hello.newBuilder().setCluster("blue").setContainerInstanceArn(TASK))
                .build());

    assertThat(exec.members()).contains("start", "cluster", "task", "command");
    assertThat(exec.resources()).containsExactlyInAnyOrder("blue", TASK);
    assertThat(exec.toString()).doesNotContain("hush");
    assertThat(session.resources()).containsExactlyInAnyOrder("blue", TASK);
  }

  @Test
  void tellsWhichListsWereGivenEmpty() {
    RequestFacts facts =
        RequestFacts.of(
            UpdateServiceRequest.newBuilder()
                .setService("web")
                .addEmptyMembers("placementConstraints")
                .build());

    assertThat(facts.members()).containsExactlyInAnyOrder("service", "placementConstraints");
    assertThat(facts.resources()).containsExactly("web");
  }

  @Test
  void isBoundedInWhatItKeeps() {
    var request = io.fairlead.proto.ecs.DescribeTasksRequest.newBuilder();
    Stream.iterate(0, i -> i + 1).limit(500).forEach(i -> request.addTasks("t" + i));
    request.addTasks("x".repeat(1_000));

    assertThat(RequestFacts.of(request.build()).resources()).hasSize(100);
  }
}
