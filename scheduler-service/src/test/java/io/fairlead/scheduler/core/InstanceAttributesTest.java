package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.DeleteAttributesRequest;
import io.fairlead.proto.ecs.DeleteAttributesResponse;
import io.fairlead.proto.ecs.ListAttributesRequest;
import io.fairlead.proto.ecs.ListAttributesResponse;
import io.fairlead.proto.ecs.PutAttributesRequest;
import io.fairlead.proto.ecs.PutAttributesResponse;
import io.fairlead.proto.ecs.TargetType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceAttributesTest {
  private final TestCluster cluster = new TestCluster();

  @BeforeEach
  void twoInstances() {
    cluster.connect("a");
    cluster.connect("b");
  }

  private static Attribute of(String target, String name, String value) {
    return TestCluster.attribute(name, value).toBuilder().setTargetId(target).build();
  }

  private List<Attribute> put(Attribute... attributes) {
    return cluster
        .done(
            PutAttributesResponse.class,
            cluster.call(
                PutAttributesRequest.newBuilder().addAllAttributes(List.of(attributes)).build()))
        .getAttributesList();
  }

  private List<Attribute> list(String name, String value) {
    ListAttributesRequest.Builder request =
        ListAttributesRequest.newBuilder()
            .setTargetType(TargetType.TARGET_TYPE_CONTAINER_INSTANCE)
            .setAttributeName(name);
    if (!value.isEmpty()) {
      request.setAttributeValue(value);
    }
    return cluster
        .done(ListAttributesResponse.class, cluster.call(request.build()))
        .getAttributesList();
  }

  @Test
  void putsReplacesListsAndDeletes() {
    assertThat(put(of("a", "rack", "1"), of("b", "rack", "2")))
        .extracting(Attribute::getTargetId)
        .containsExactly(TestCluster.instanceArn("a"), TestCluster.instanceArn("b"));
    put(of(TestCluster.instanceArn("a"), "rack", "3"));
    assertThat(list("rack", "")).extracting(Attribute::getValue).containsExactly("3", "2");
    assertThat(list("rack", "2"))
        .extracting(Attribute::getTargetId)
        .containsExactly(TestCluster.instanceArn("b"));

    DeleteAttributesRequest delete =
        DeleteAttributesRequest.newBuilder().addAttributes(of("a", "rack", "")).build();
    assertThat(
            cluster.done(DeleteAttributesResponse.class, cluster.call(delete)).getAttributesCount())
        .isEqualTo(1);
    assertThat(list("rack", "")).hasSize(1);
  }

  @Test
  void whatIsPutSurvivesAReconnect() {
    put(of("a", "rack", "1"));
    cluster.connect("a");
    assertThat(list("rack", "1")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "a, 'bad name', 1, INVALID_PARAMETER",
    "a, '', 1, INVALID_PARAMETER",
    "a, x, 'trailing ', INVALID_PARAMETER",
    "a, ecs.capability.execute-command, '', INVALID_PARAMETER",
    "'', x, 1, INVALID_PARAMETER",
    "none, x, 1, TARGET_NOT_FOUND"
  })
  void refusesAsAWhole(String target, String name, String value, Rejection.Type type) {
    PutAttributesRequest request =
        PutAttributesRequest.newBuilder()
            .addAttributes(of("a", "good", "1"))
            .addAttributes(of(target, name, value))
            .build();
    assertThat(cluster.refused(cluster.call(request)).type()).isEqualTo(type);
    assertThat(list("good", "")).isEmpty();
  }

  @Test
  void listingNeedsATargetTypeAndAValueItsName() {
    cluster.refused(cluster.call(ListAttributesRequest.getDefaultInstance()));
    cluster.refused(
        cluster.call(
            ListAttributesRequest.newBuilder()
                .setTargetType(TargetType.TARGET_TYPE_CONTAINER_INSTANCE)
                .setAttributeValue("1")
                .build()));
  }
}
