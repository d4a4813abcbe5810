package io.fairlead.scheduler.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.scheduler.core.TestCluster;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the API is answered by somebody, or refused as not built. */
class UnbuiltTest {
  private static final Set<String> ANSWERED_WITHOUT_A_CLUSTER =
      Set.of(
          "RegisterTaskDefinition",
          "DescribeTaskDefinition",
          "DeregisterTaskDefinition",
          "DeleteTaskDefinitions",
          "ListTaskDefinitions",
          "ListTaskDefinitionFamilies",
          "ListClusters",
          "DescribeClusters");

  static Stream<MethodDescriptor<?, ?>> operations() {
    return ECSGrpc.getServiceDescriptor().getMethods().stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void isRefusedExactlyWhereNobodyAnswersIt(MethodDescriptor<?, ?> method) {
    String operation = method.getBareMethodName();
    Message empty = (Message) method.parseRequest(new ByteArrayInputStream(new byte[0]));

    boolean nobody =
        catchThrowable(() -> new TestCluster().call(empty)) instanceof IllegalArgumentException;

    assertThat(Unbuilt.refusal(operation).isPresent())
        .isEqualTo(nobody && !ANSWERED_WITHOUT_A_CLUSTER.contains(operation));
  }
}
