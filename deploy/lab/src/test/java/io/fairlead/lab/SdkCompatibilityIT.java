package io.fairlead.lab;

import static io.fairlead.lab.TestLab.waiter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.testkit.FastFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TargetType;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TaskField;

/** The unmodified AWS SDK for Java drives every operation over HTTP, with its own waiters. */
class SdkCompatibilityIT {
  private static final int INSTANCES = 3;

  @TempDir(factory = FastFolder.class)
  static Path folder;

  private static TestLab lab;
  private static EcsClient ecs;

  @BeforeAll
  static void start() throws Exception {
    lab = TestLab.simulated(folder, INSTANCES);
    ecs = lab.ecs();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      ecs.close();
      lab.close();
    }
  }

  private static TaskDefinition register(String family) {
    return ecs.registerTaskDefinition(
            request ->
                request
                    .family(family)
                    .containerDefinitions(
                        ContainerDefinition.builder()
                            .name("app")
                            .image("busybox")
                            .memory(16)
                            .build()))
        .taskDefinition();
  }

  @Test
  void clusters() {
    Cluster created =
        ecs.createCluster(
                request ->
                    request.clusterName("blue").tags(Tag.builder().key("team").value("a").build()))
            .cluster();
    assertThat(created.clusterArn()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/blue");
    assertThat(created.status()).isEqualTo("ACTIVE");
    assertThat(ecs.createCluster(request -> request.clusterName("blue")).cluster().clusterArn())
        .isEqualTo(created.clusterArn());
    assertThat(ecs.listClustersPaginator(request -> request.maxResults(1)).clusterArns())
        .contains(created.clusterArn());
    ecs.updateCluster(
        request ->
            request
                .cluster("blue")
                .settings(setting -> setting.name("containerInsights").value("enabled")));
    var described =
        ecs.describeClusters(
            request ->
                request
                    .clusters("blue", "nowhere")
                    .includeWithStrings("TAGS", "SETTINGS", "STATISTICS"));
    assertThat(described.clusters()).hasSize(1);
    assertThat(described.clusters().getFirst().tags()).hasSize(1);
    assertThat(described.clusters().getFirst().settings().getFirst().value()).isEqualTo("enabled");
    assertThat(described.clusters().getFirst().statistics()).isNotEmpty();
    assertThat(described.failures())
        .singleElement()
        .satisfies(f -> assertThat(f.reason()).isEqualTo("MISSING"));
    assertThat(
            ecs.describeClusters(r -> r.clusters("default").include(ClusterField.STATISTICS))
                .clusters()
                .getFirst()
                .registeredContainerInstancesCount())
        .isEqualTo(INSTANCES);
    assertThat(ecs.deleteCluster(request -> request.cluster("blue")).cluster().status())
        .isEqualTo("INACTIVE");
    assertThatThrownBy(() -> ecs.listTasks(request -> request.cluster("nowhere")))
        .isInstanceOf(ClusterNotFoundException.class);
  }

  @Test
  void taskDefinitions() {
    TaskDefinition first = register("definitions");
    TaskDefinition second =
        ecs.registerTaskDefinition(
                request ->
                    request
                        .family("definitions")
                        .cpu("256")
                        .memory("0.5GB")
                        .tags(Tag.builder().key("k").value("v").build())
                        .containerDefinitions(c -> c.name("app").image("busybox")))
            .taskDefinition();
    assertThat(first.revision()).isEqualTo(1);
    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.memory()).isEqualTo("512");
    assertThat(first.containerDefinitions().getFirst().essential()).isTrue();
    var described =
        ecs.describeTaskDefinition(
            request -> request.taskDefinition("definitions").include(TaskDefinitionField.TAGS));
    assertThat(described.taskDefinition().revision()).isEqualTo(2);
    assertThat(described.tags()).hasSize(1);
    assertThat(
            ecs.listTaskDefinitions(
                    request -> request.familyPrefix("definitions").sort(SortOrder.DESC))
                .taskDefinitionArns())
        .containsExactly(second.taskDefinitionArn(), first.taskDefinitionArn());
    assertThat(
            ecs.listTaskDefinitionsPaginator(r -> r.familyPrefix("definitions").maxResults(1))
                .taskDefinitionArns())
        .containsExactly(first.taskDefinitionArn(), second.taskDefinitionArn());
    assertThat(ecs.listTaskDefinitionFamilies(r -> r.familyPrefix("defin")).families())
        .containsExactly("definitions");
    assertThatThrownBy(() -> ecs.deregisterTaskDefinition(r -> r.taskDefinition("definitions")))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(ecs.deleteTaskDefinitions(r -> r.taskDefinitions("definitions:1")).failures())
        .hasSize(1);
    assertThat(
            ecs.deregisterTaskDefinition(r -> r.taskDefinition("definitions:1"))
                .taskDefinition()
                .status())
        .isEqualTo(TaskDefinitionStatus.INACTIVE);
    assertThat(
            ecs.deleteTaskDefinitions(r -> r.taskDefinitions("definitions:1"))
                .taskDefinitions()
                .getFirst()
                .status())
        .isEqualTo(TaskDefinitionStatus.DELETE_IN_PROGRESS);
    assertThatThrownBy(() -> ecs.describeTaskDefinition(r -> r.taskDefinition("nothing")))
        .isInstanceOf(ClientException.class);
  }

  @Test
  void tasksRunAndStop() {
    String definition = register("tasks").taskDefinitionArn();
    RunTaskResponse run =
        ecs.runTask(
            request ->
                request
                    .taskDefinition("tasks")
                    .count(2)
                    .startedBy("me")
                    .tags(Tag.builder().key("k").value("v").build()));
    assertThat(run.failures()).isEmpty();
    assertThat(run.tasks()).hasSize(2);
    List<String> arns = run.tasks().stream().map(Task::taskArn).toList();
    waiter(ecs).waitUntilTasksRunning(request -> request.tasks(arns));
    Task running =
        ecs.describeTasks(request -> request.tasks(arns.getFirst()).include(TaskField.TAGS))
            .tasks()
            .getFirst();
    assertThat(running.lastStatus()).isEqualTo("RUNNING");
    assertThat(running.taskDefinitionArn()).isEqualTo(definition);
    assertThat(running.containers().getFirst().lastStatus()).isEqualTo("RUNNING");
    assertThat(running.startedAt()).isNotNull();
    assertThat(running.tags()).hasSize(1);
    assertThat(ecs.listTasks(request -> request.startedBy("me")).taskArns())
        .containsExactlyInAnyOrderElementsOf(arns);
    assertThat(ecs.listTasks(request -> request.family("tasks")).taskArns()).hasSize(2);
    String id = arns.getFirst().substring(arns.getFirst().lastIndexOf('/') + 1);
    Task stopping = ecs.stopTask(request -> request.task(id).reason("enough")).task();
    assertThat(stopping.desiredStatus()).isEqualTo("STOPPED");
    ecs.stopTask(request -> request.task(arns.getLast()));
    waiter(ecs).waitUntilTasksStopped(request -> request.tasks(arns));
    Task stopped = ecs.describeTasks(request -> request.tasks(id)).tasks().getFirst();
    assertThat(stopped.stopCodeAsString()).isEqualTo("UserInitiated");
    assertThat(stopped.stoppedReason()).isEqualTo("enough");
    assertThat(stopped.containers().getFirst().exitCode()).isNotNull();
    assertThat(
            ecs.listTasks(r -> r.family("tasks").desiredStatus(DesiredStatus.STOPPED)).taskArns())
        .hasSize(2);
    assertThat(ecs.describeTasks(r -> r.tasks("0".repeat(32))).failures().getFirst().reason())
        .isEqualTo("MISSING");
  }

  @Test
  void aTokenHasItsEffectOnce() {
    register("tokens");
    String token = UUID.randomUUID().toString();
    RunTaskRequest request =
        RunTaskRequest.builder().taskDefinition("tokens").clientToken(token).build();
    String first = ecs.runTask(request).tasks().getFirst().taskArn();
    assertThat(ecs.runTask(request).tasks().getFirst().taskArn()).isEqualTo(first);
    assertThat(ecs.listTasks(list -> list.family("tokens")).taskArns()).containsExactly(first);
    assertThatThrownBy(() -> ecs.runTask(request.toBuilder().count(2).build()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void whatDoesNotFitIsAFailureWithItsReason() {
    ecs.registerTaskDefinition(
        request ->
            request
                .family("giant")
                .containerDefinitions(c -> c.name("app").image("busybox").memory(100_000_000)));
    var run = ecs.runTask(request -> request.taskDefinition("giant"));
    assertThat(run.tasks()).isEmpty();
    assertThat(run.failures().getFirst().reason()).isEqualTo("RESOURCE:MEMORY");
    assertThat(run.failures().getFirst().detail()).contains("on 3");
  }

  @Test
  void anEmptyListOfAnUpdateClears() {
    register("cleared");
    ecs.createService(
        request ->
            request
                .serviceName("cleared")
                .taskDefinition("cleared")
                .desiredCount(0)
                .placementConstraints(c -> c.type("distinctInstance"))
                .placementStrategy(s -> s.type("random")));

    Service kept = ecs.updateService(r -> r.service("cleared").desiredCount(0)).service();
    assertThat(kept.placementConstraints()).hasSize(1);
    assertThat(kept.placementStrategy()).hasSize(1);
    ecs.updateService(
        request ->
            request
                .service("cleared")
                .placementConstraints(List.of())
                .placementStrategy(List.of()));

    Service cleared = ecs.describeServices(r -> r.services("cleared")).services().getFirst();
    assertThat(cleared.placementConstraints()).isEmpty();
    assertThat(cleared.placementStrategy()).isEmpty();
    ecs.deleteService(request -> request.service("cleared").force(true));
    waiter(ecs).waitUntilServicesInactive(request -> request.services("cleared"));
  }

  @Test
  void servicesAreCreatedRolledScaledAndDeleted() {
    register("web");
    Service created =
        ecs.createService(
                request -> request.serviceName("web").taskDefinition("web:1").desiredCount(3))
            .service();
    assertThat(created.status()).isEqualTo("ACTIVE");
    waiter(ecs).waitUntilServicesStable(request -> request.services("web"));
    List<String> before = ecs.listTasks(request -> request.serviceName("web")).taskArns();
    assertThat(before).hasSize(3);
    register("web");
    ecs.updateService(request -> request.service("web").taskDefinition("web"));
    waiter(ecs).waitUntilServicesStable(request -> request.services("web"));
    List<String> after = ecs.listTasks(request -> request.serviceName("web")).taskArns();
    assertThat(after).hasSize(3).doesNotContainAnyElementsOf(before);
    Service rolled = ecs.describeServices(r -> r.services("web")).services().getFirst();
    assertThat(rolled.taskDefinition()).endsWith("web:2");
    assertThat(rolled.deployments()).hasSize(1);
    assertThat(rolled.deployments().getFirst().rolloutStateAsString()).isEqualTo("COMPLETED");
    assertThat(rolled.events()).isNotEmpty();
    ecs.updateService(request -> request.service("web").desiredCount(1));
    waiter(ecs).waitUntilServicesStable(request -> request.services("web"));
    assertThat(ecs.listTasks(request -> request.serviceName("web")).taskArns()).hasSize(1);
    assertThat(ecs.listServicesPaginator(request -> request.maxResults(1)).serviceArns())
        .contains(created.serviceArn());
    assertThatThrownBy(() -> ecs.deleteService(request -> request.service("web")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> ecs.deleteCluster(request -> request.cluster("default")))
        .isInstanceOf(ClusterContainsServicesException.class);
    ecs.deleteService(request -> request.service("web").force(true));
    waiter(ecs).waitUntilServicesInactive(request -> request.services("web"));
    assertThat(ecs.describeServices(r -> r.services("none")).failures().getFirst().reason())
        .isEqualTo("MISSING");
  }

  @Test
  void containerInstancesAndTheirAttributes() {
    List<String> instances = ecs.listContainerInstances().containerInstanceArns();
    assertThat(instances).hasSize(INSTANCES);
    var described =
        ecs.describeContainerInstances(request -> request.containerInstances(instances));
    assertThat(described.failures()).isEmpty();
    assertThat(described.containerInstances())
        .allSatisfy(
            instance -> {
              assertThat(instance.agentConnected()).isTrue();
              assertThat(instance.status()).isEqualTo("ACTIVE");
              assertThat(instance.remainingResources())
                  .extracting(resource -> resource.name())
                  .contains("CPU", "MEMORY", "PORTS", "PORTS_UDP");
            });
    String one = instances.getFirst();
    ecs.putAttributes(
        request ->
            request.attributes(
                Attribute.builder().name("stack").value("blue").targetId(one).build()));
    assertThat(
            ecs.listAttributes(
                    request ->
                        request.targetType(TargetType.CONTAINER_INSTANCE).attributeName("stack"))
                .attributes())
        .singleElement()
        .satisfies(attribute -> assertThat(attribute.targetId()).isEqualTo(one));
    assertThat(
            ecs.listContainerInstances(request -> request.filter("attribute:stack == blue"))
                .containerInstanceArns())
        .containsExactly(one);
    register("pinned");
    var run =
        ecs.runTask(
            request ->
                request
                    .taskDefinition("pinned")
                    .placementConstraints(
                        c -> c.type("memberOf").expression("attribute:stack == blue")));
    assertThat(run.tasks().getFirst().containerInstanceArn()).isEqualTo(one);
    var started =
        ecs.startTask(
            request -> request.taskDefinition("pinned").containerInstances(instances.getLast()));
    assertThat(started.tasks().getFirst().containerInstanceArn()).isEqualTo(instances.getLast());
    ecs.deleteAttributes(
        request -> request.attributes(Attribute.builder().name("stack").targetId(one).build()));
    assertThat(
            ecs.listContainerInstances(request -> request.filter("attribute:stack exists"))
                .containerInstanceArns())
        .isEmpty();
    var drained =
        ecs.updateContainerInstancesState(
            request -> request.containerInstances(one).status(ContainerInstanceStatus.DRAINING));
    assertThat(drained.containerInstances().getFirst().status()).isEqualTo("DRAINING");
    ecs.updateContainerInstancesState(
        request -> request.containerInstances(one).status(ContainerInstanceStatus.ACTIVE));
    assertThatThrownBy(
            () -> ecs.deregisterContainerInstance(request -> request.containerInstance(one)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void tags() {
    String arn = register("tagged").taskDefinitionArn();
    ecs.tagResource(
        request ->
            request
                .resourceArn(arn)
                .tags(
                    Tag.builder().key("a").value("1").build(),
                    Tag.builder().key("b").value("2").build()));
    ecs.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
    assertThat(ecs.listTagsForResource(request -> request.resourceArn(arn)).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key()).isEqualTo("b"));
    String cluster = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
    ecs.tagResource(
        request ->
            request.resourceArn(cluster).tags(Tag.builder().key("env").value("test").build()));
    assertThat(ecs.listTagsForResource(request -> request.resourceArn(cluster)).tags())
        .anySatisfy(tag -> assertThat(tag.key()).isEqualTo("env"));
  }

  @Test
  void whatIsNotBuiltSaysSo() {
    assertThatThrownBy(() -> ecs.listAccountSettings())
        .isInstanceOf(EcsException.class)
        .hasMessageContaining("ListAccountSettings");
  }

  @Test
  void refusesMembersOfFeaturesThatAreNotThere() {
    register("later");
    assertThatThrownBy(
            () -> ecs.runTask(request -> request.taskDefinition("later").launchType("FARGATE")))
        .isInstanceOf(EcsException.class)
        .hasMessageContaining("FARGATE");
  }

  @Test
  void manyTasksAreListedPageByPage() {
    register("pages");
    IntStream.range(0, 3)
        .forEach(n -> ecs.runTask(request -> request.taskDefinition("pages").count(4)));
    assertThat(ecs.listTasksPaginator(r -> r.family("pages").maxResults(5)).taskArns())
        .hasSize(12)
        .doesNotHaveDuplicates();
  }
}
