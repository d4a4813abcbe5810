package io.fairlead.proto.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.fairlead.proto.ecs.AwsVpcConfiguration;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.EcsProto;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.NetworkConfiguration;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionResponse;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.SubmitTaskStateChangeRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TranscoderTest {
  private static final Transcoder TRANSCODER =
      new Transcoder(List.of(EcsProto.getDescriptor().findServiceByName("ECS")));

  private static Operation operation(String name) {
    return TRANSCODER.operation("AmazonEC2ContainerServiceV20141113." + name).orElseThrow();
  }

  private static byte[] read(String operation, String json) {
    return switch (TRANSCODER.read(operation(operation), json.getBytes(UTF_8))) {
      case Transcoder.Reading.Read(Message message) -> message.toByteArray();
      case Transcoder.Reading.Refused(ApiError error) -> throw new AssertionError(error);
    };
  }

  private static ApiError refusal(String operation, String json) {
    return switch (TRANSCODER.read(operation(operation), json.getBytes(UTF_8))) {
      case Transcoder.Reading.Read(Message message) -> throw new AssertionError(message);
      case Transcoder.Reading.Refused(ApiError error) -> error;
    };
  }

  private static String write(String operation, Message output) {
    return new String(TRANSCODER.write(operation(operation), output.toByteArray()), UTF_8);
  }

  @Test
  void tellsAbsentFromZero() throws Exception {
    var zero = RunTaskRequest.parseFrom(read("RunTask", "{\"count\":0,\"startedBy\":\"\"}"));
    var absent = RunTaskRequest.parseFrom(read("RunTask", "{}"));

    assertThat(zero.hasCount()).isTrue();
    assertThat(zero.hasStartedBy()).isTrue();
    assertThat(absent).isEqualTo(RunTaskRequest.getDefaultInstance());
    assertThat(read("RunTask", "")).isEmpty();
  }

  @Test
  void tellsAnEmptyListFromAnAbsentOneWhereItClears() throws Exception {
    var update =
        UpdateServiceRequest.parseFrom(
            read(
                "UpdateService",
                "{\"placementConstraints\":[],\"loadBalancers\":[],"
                    + "\"placementStrategy\":[{\"type\":\"random\"}]}"));

    assertThat(update.getEmptyMembersList())
        .containsExactly("placementConstraints", "loadBalancers");
    assertThat(read("UpdateService", "{}")).isEmpty();
    assertThat(read("RunTask", "{\"placementConstraints\":[]}")).isEmpty();
    assertThat(refusal("UpdateService", "{\"emptyMembers\":[\"tags\"]}").message())
        .isEqualTo("Unknown member: emptyMembers.");
  }

  @Test
  void readsEveryKindOfMember() throws Exception {
    var request =
        RegisterTaskDefinitionRequest.parseFrom(
            read(
                "RegisterTaskDefinition",
                """
                {"family":"gruß","containerDefinitions":[{"name":"a","memory":64,"essential":false,
                "dockerLabels":{"k":"v","":"e"},"logConfiguration":{"logDriver":"json-file"}}]}"""));

    ContainerDefinition container = request.getContainerDefinitions(0);
    assertThat(request.getFamily()).isEqualTo("gruß");
    assertThat(container.getMemory()).isEqualTo(64);
    assertThat(container.hasEssential()).isTrue();
    assertThat(container.getDockerLabelsMap()).containsEntry("k", "v").containsEntry("", "e");
    assertThat(container.getLogConfiguration().getLogDriver().name()).endsWith("JSON_FILE");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1.5, 1, 500000000",
    "1.7639E9, 1763900000, 0",
    "-0.25, -1, 750000000",
    "1763900000.123456789, 1763900000, 123456789",
  })
  void readsTimes(String json, long seconds, int nanos) throws Exception {
    var request =
        SubmitTaskStateChangeRequest.parseFrom(
            read("SubmitTaskStateChange", "{\"pullStartedAt\":" + json + "}"));

    assertThat(request.getPullStartedAt())
        .isEqualTo(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build());
  }

  @Test
  void readsDocumentsAsTheyAre() throws Exception {
    var request =
        CreateServiceRequest.parseFrom(
            read(
                "CreateService",
                """
                {"deploymentConfiguration":{"lifecycleHooks":[
                {"hookDetails":{"a":[1,2.5,"x",null,true,{"b":{}}]}}]}}"""));

    Value details = request.getDeploymentConfiguration().getLifecycleHooks(0).getHookDetails();
    assertThat(details.getStructValue().getFieldsOrThrow("a").getListValue().getValuesList())
        .hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                   | SerializationException | not valid JSON",
        "{} {}                               | SerializationException | goes on after its end",
        "[]                                  | SerializationException | the request must be a structure, not a list",
        "null                                | SerializationException | the request must be a structure, not null",
        "{\"count\":\"1\"}                   | SerializationException | count must be a whole number, not a string",
        "{\"count\":1.0}                     | SerializationException | count must be a whole number",
        "{\"count\":2147483648}              | SerializationException | count must be from -2147483648 to 2147483647",
        "{\"count\":99999999999999999999}    | SerializationException | count must be from",
        "{\"cluster\":1}                     | SerializationException | cluster must be a string, not a number",
        "{\"cluster\":null}                  | SerializationException | cluster must be a string, not null",
        "{\"cluster\":\"a\\u0000\"}          | SerializationException | cluster has a character",
        "{\"cluster\":\"\\ud800\"}           | SerializationException | cluster has a character",
        "{\"tags\":{}}                       | SerializationException | tags must be a list, not a structure",
        "{\"tags\":[[]]}                     | SerializationException | tags[0] must be a structure, not a list",
        "{\"tags\":[{\"key\":[]}]}           | SerializationException | tags[0].key must be a string, not a list",
        "{\"overrides\":[]}                  | SerializationException | overrides must be a structure",
        "{\"count\":1,\"count\":2}           | SerializationException | Duplicate field",
        "{\"enableExecuteCommand\":\"true\"} | SerializationException | enableExecuteCommand must be true or false",
        "{\"launchType\":\"ec2\"}            | InvalidParameterException | launchType must be one of [EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES], not 'ec2'",
        "{\"launchType\":\"\"}               | InvalidParameterException | launchType must be one of",
        "{\"Cluster\":\"x\"}                 | InvalidParameterException | Unknown member: Cluster. Did you mean 'cluster'?",
        "{\"overrides\":{\"x\":1}}           | InvalidParameterException | Unknown member: overrides.x.",
      })
  void namesWhatItRefuses(String json, String type, String message) {
    ApiError error = refusal("RunTask", json);

    assertThat(error.type()).isEqualTo(type);
    assertThat(error.message()).contains(message);
    assertThat(error.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"1e999999999", "1e-999999999", "1e40", "'\"2026-11-23\"'", "99999999999999"})
  void refusesTimesThatAreNone(String json) {
    assertThat(refusal("SubmitTaskStateChange", "{\"pullStartedAt\":" + json + "}").type())
        .isEqualTo("SerializationException");
  }

  @Test
  void refusesDeepNesting() {
    String json = "{\"hookDetails\":".repeat(2000) + "1" + "}".repeat(2000);
    String nested = "{\"overrides\":" + "[".repeat(5000);
    String document =
        "{\"deploymentConfiguration\":{\"lifecycleHooks\":[{\"hookDetails\":{\"a\":"
            + "[".repeat(3000);

    assertThat(refusal("RunTask", json).message()).contains("Unknown member");
    assertThat(refusal("RunTask", nested).type()).isEqualTo("SerializationException");
    assertThat(refusal("CreateService", document).message()).contains("depth");
  }

  @Test
  void omitsEmptyStructuresAndKeepsTheListsOfAnswers() {
    String json =
        write(
            "DescribeServices",
            DescribeServicesResponse.newBuilder()
                .addServices(
                    Service.newBuilder()
                        .setServiceName("web")
                        .setRunningCount(0)
                        .setNetworkConfiguration(
                            NetworkConfiguration.newBuilder()
                                .setAwsvpcConfiguration(AwsVpcConfiguration.getDefaultInstance())))
                .build());

    assertThat(json)
        .contains("\"failures\":[]", "\"events\":[]", "\"loadBalancers\":[]", "\"runningCount\":0")
        .doesNotContain(
            "networkConfiguration", "desiredCount", "nextToken", "deploymentController");
  }

  @Test
  void givesBackDefinitionsAsTheyWereGiven() {
    String json =
        write(
            "RegisterTaskDefinition",
            RegisterTaskDefinitionResponse.newBuilder()
                .setTaskDefinition(
                    TaskDefinition.newBuilder()
                        .addContainerDefinitions(ContainerDefinition.newBuilder().setName("a")))
                .build());

    assertThat(json)
        .contains("{\"environment\":[],\"mountPoints\":[],\"name\":\"a\",\"portMappings\":[]")
        .contains("\"volumes\":[]", "\"placementConstraints\":[]")
        .doesNotContain("command", "dockerLabels", "healthCheck");
  }

  @Test
  void writesTimesAndEnums() {
    String json =
        write(
            "RunTask",
            RunTaskResponse.newBuilder()
                .addTasks(
                    Task.newBuilder()
                        .setLaunchType(LaunchType.LAUNCH_TYPE_EC2)
                        .setCreatedAt(time(1_763_900_000, 120_999_999))
                        .setStartedAt(time(1_763_900_000, 0)))
                .build());

    assertThat(json)
        .contains(
            "\"launchType\":\"EC2\"", "\"createdAt\":1763900000.12,", "\"startedAt\":1763900000,");
  }

  @Test
  void leavesOutEnumValuesWithoutAName() {
    assertThat(
            write(
                "RunTask",
                RunTaskResponse.newBuilder()
                    .addTasks(Task.newBuilder().setLaunchTypeValue(99))
                    .build()))
        .doesNotContain("launchType");
  }

  @Test
  void documentsComeBackAsTheyWere() throws Exception {
    Struct document =
        Struct.newBuilder()
            .putFields("n", Value.newBuilder().setNumberValue(3).build())
            .putFields("f", Value.newBuilder().setNumberValue(0.5).build())
            .build();
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (var json = new com.fasterxml.jackson.core.JsonFactory().createGenerator(bytes)) {
      Documents.write(json, Value.newBuilder().setStructValue(document).build());
    }

    assertThat(bytes).hasToString("{\"n\":3,\"f\":0.5}");
  }

  private static Timestamp time(long seconds, int nanos) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
