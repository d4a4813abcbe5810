package io.fairlead.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.testkit.FastFolder;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of the ECR API is there or says that it is not. */
class EcrOperationsIT {
  private static final String[] MISSING = {
    "BatchGetRepositoryScanningConfiguration",
    "DeleteSigningConfiguration",
    "DeregisterPullTimeUpdateExclusion",
    "DescribeImageReplicationStatus",
    "DescribeImageScanFindings",
    "DescribeImageSigningStatus",
    "DescribeRegistry",
    "GetAccountSetting",
    "GetRegistryScanningConfiguration",
    "GetSigningConfiguration",
    "ListPullTimeUpdateExclusions",
    "PutAccountSetting",
    "PutImageScanningConfiguration",
    "PutRegistryScanningConfiguration",
    "PutReplicationConfiguration",
    "PutSigningConfiguration",
    "RegisterPullTimeUpdateExclusion",
    "StartImageScan",
    "UpdateImageStorageClass",
  };

  @TempDir(factory = FastFolder.class)
  Path home;

  @Test
  void eachIsThereOrSaysThatItIsNot() throws IOException {
    List<String> missing = new ArrayList<>();
    try (TestRegistry registry = new TestRegistry(home);
        EcrClient client = new EcrClient(registry)) {
      for (MethodDescriptor<?, ?> method : ECRGrpc.getServiceDescriptor().getMethods()) {
        refusal(client, method)
            .filter(it -> isMissing(it, method))
            .ifPresent(_ -> missing.add(name(method)));
      }
    }
    assertThat(missing).containsExactlyInAnyOrder(MISSING);
  }

  /** What the operation answers to an empty request, if it refuses it. */
  @SuppressWarnings("unchecked")
  private static Optional<StatusRuntimeException> refusal(
      EcrClient client, MethodDescriptor<?, ?> method) {
    var call = (MethodDescriptor<Message, Message>) method;
    Message empty =
        ((MethodDescriptor.PrototypeMarshaller<Message>) call.getRequestMarshaller())
            .getMessagePrototype();
    return Optional.ofNullable(
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    client.as(EcrClient.ADMIN).getChannel(), call, CallOptions.DEFAULT, empty)));
  }

  private static boolean isMissing(StatusRuntimeException refusal, MethodDescriptor<?, ?> method) {
    String type = ApiErrors.info(refusal).orElseThrow().getReason();
    boolean missing = type.equals("UnsupportedFeatureException");
    if (missing) {
      assertThat(refusal.getStatus().getDescription())
          .isEqualTo("Not implemented by this version of Fairlead: " + name(method));
    }
    return missing;
  }

  private static String name(MethodDescriptor<?, ?> method) {
    return String.valueOf(method.getBareMethodName());
  }
}
