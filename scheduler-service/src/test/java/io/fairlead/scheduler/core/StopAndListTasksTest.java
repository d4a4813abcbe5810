package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.ListTasksResponse;
import io.fairlead.proto.ecs.StartTaskRequest;
import io.fairlead.proto.ecs.StartTaskResponse;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.StopTaskResponse;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskField;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopAndListTasksTest {
  private static final TaskDefinitionRecord WEB = TestCluster.definition("web");

  private final TestCluster cluster = new TestCluster();

  @BeforeEach
  void anInstance() {
    cluster.connect("a");
  }

  private Task stop(String task, String reason) {
    return cluster
        .done(
            StopTaskResponse.class,
            cluster.call(StopTaskRequest.newBuilder().setTask(task).setReason(reason).build()))
        .getTask();
  }

  @Test
  void stoppingSaysWhoAndWhyAndTellsTheAgent() {
    Task task = cluster.run(WEB);
    cluster.observe(task.getTaskArn(), "RUNNING");
    TaskRecord before = cluster.task(task.getTaskArn());
    Task stopping = stop(task.getTaskArn(), "");

    assertThat(stopping.getDesiredStatus()).isEqualTo("STOPPED");
    assertThat(stopping.getLastStatus()).isEqualTo("RUNNING");
    assertThat(stopping.getStopCode()).isEqualTo(TaskStopCode.TASK_STOP_CODE_USER_INITIATED);
    assertThat(stopping.getStoppedReason()).isEqualTo("Task stopped by user");
    assertThat(stopping.hasStoppingAt()).isTrue();
    assertThat(
            Assignments.news(cluster.state(), Optional.of(before), cluster.task(task.getTaskArn())))
        .hasValueSatisfying(
            news -> {
              assertThat(news.getVersion()).isEqualTo(2);
              assertThat(news.getDesiredStatus()).isEqualTo("STOPPED");
            });
    assertThat(stop(task.getTaskArn(), "again")).isEqualTo(stopping);
    assertThat(cluster.last().changes()).isEmpty();

    Task stopped = cluster.observe(task.getTaskArn(), "STOPPED").getTask();
    assertThat(stopped.getStoppedReason()).isEqualTo("Task stopped by user");
    assertThat(stop(task.getTaskArn(), "")).isEqualTo(stopped);
  }

  @Test
  void takesIdsAndTheCallersReason() {
    Task task = cluster.run(WEB);
    String id = task.getTaskArn().substring(task.getTaskArn().lastIndexOf('/') + 1);
    assertThat(stop(id, "enough").getStoppedReason()).isEqualTo("enough");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef",
        "arn:aws:ecs:us-east-1:000000000000:task/other/0123456789abcdef0123456789abcdef",
        "arn:aws:ecs:us-east-1:000000000000:service/default/web",
        ""
      })
  void whatIsNoTaskHereIsRefused(String task) {
    assertThat(
            cluster
                .refused(cluster.call(StopTaskRequest.newBuilder().setTask(task).build()))
                .type())
        .isEqualTo(Rejection.Type.INVALID_PARAMETER);
  }

  @Test
  void describesWithTagsOnlyOnRequest() {
    Task task =
        cluster.run(WEB, request -> request.addTags(Tag.newBuilder().setKey("k").setValue("v")));
    DescribeTasksRequest.Builder request =
        DescribeTasksRequest.newBuilder().addTasks(task.getTaskArn()).addTasks("0123");
    DescribeTasksResponse plain =
        cluster.done(DescribeTasksResponse.class, cluster.call(request.build()));
    assertThat(plain.getTasks(0)).isEqualTo(task.toBuilder().clearTags().build());
    assertThat(plain.getFailures(0).getReason()).isEqualTo("MISSING");

    DescribeTasksResponse tagged =
        cluster.done(
            DescribeTasksResponse.class,
            cluster.call(request.addInclude(TaskField.TASK_FIELD_TAGS).build()));
    assertThat(tagged.getTasks(0)).isEqualTo(task);
    cluster.refused(cluster.call(DescribeTasksRequest.getDefaultInstance()));
  }

  private List<String> list(ListTasksRequest.Builder request) {
    return cluster.done(ListTasksResponse.class, cluster.call(request.build())).getTaskArnsList();
  }

  private static ListTasksRequest.Builder tasks() {
    return ListTasksRequest.newBuilder();
  }

  @Test
  void listsByEveryFilter() {
    cluster.connect("b");
    String web = cluster.run(WEB, request -> request.setStartedBy("me")).getTaskArn();
    Task other = cluster.run(TestCluster.definition("other"));
    String stopping = cluster.run(WEB).getTaskArn();
    stop(stopping, "");

    assertThat(list(tasks())).containsExactlyInAnyOrder(web, other.getTaskArn());
    assertThat(list(tasks().setDesiredStatus(DesiredStatus.DESIRED_STATUS_STOPPED)))
        .containsExactly(stopping);
    assertThat(list(tasks().setDesiredStatus(DesiredStatus.DESIRED_STATUS_PENDING))).isEmpty();
    assertThat(list(tasks().setFamily("web"))).containsExactly(web);
    assertThat(list(tasks().setStartedBy("me"))).containsExactly(web);
    assertThat(list(tasks().setContainerInstance(other.getContainerInstanceArn())))
        .contains(other.getTaskArn());
    assertThat(list(tasks().setLaunchType(LaunchType.LAUNCH_TYPE_FARGATE))).isEmpty();
    assertThat(list(tasks().setLaunchType(LaunchType.LAUNCH_TYPE_EC2))).hasSize(2);
  }

  @Test
  void refusesFiltersThatMeanNothing() {
    cluster.refused(cluster.call(tasks().setServiceName("none").build()));
    cluster.refused(cluster.call(tasks().setContainerInstance("none").build()));
    cluster.refused(cluster.call(tasks().setDaemonName("d").build()));
    cluster.refused(cluster.call(tasks().setStartedBy("me").setFamily("web").build()));
  }

  @Test
  void pagesShowEveryTaskOnce() {
    for (int i = 0; i < 7; i++) {
      cluster.run(WEB);
    }
    List<String> all = new ArrayList<>();
    String token = "";
    do {
      ListTasksResponse page =
          cluster.done(
              ListTasksResponse.class,
              cluster.call(tasks().setMaxResults(3).setNextToken(token).build()));
      all.addAll(page.getTaskArnsList());
      token = page.getNextToken();
    } while (!token.isEmpty());
    assertThat(all).containsExactlyElementsOf(list(tasks()));
  }

  @Test
  void startsOnTheNamedInstances() {
    cluster.connect(TestCluster.hello("small", 1, 1, Map.of()));
    StartTaskRequest.Builder request =
        StartTaskRequest.newBuilder()
            .setTaskDefinition("web")
            .addContainerInstances("a")
            .addContainerInstances("small")
            .addContainerInstances("none");
    StartTaskResponse response =
        cluster.done(StartTaskResponse.class, cluster.call(request.build(), WEB));
    assertThat(response.getTasksList())
        .extracting(Task::getContainerInstanceArn)
        .containsExactly(TestCluster.instanceArn("a"));
    assertThat(response.getFailuresList())
        .extracting("reason")
        .containsExactly("RESOURCE:CPU", "MISSING");
    cluster.refused(cluster.call(request.clearContainerInstances().build(), WEB));
  }
}
