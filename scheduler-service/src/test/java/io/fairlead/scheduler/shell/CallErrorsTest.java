package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.fairlead.proto.ApiErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CallErrorsTest {

  private static String reason(StatusRuntimeException status) {
    return ApiErrors.info(status).map(ErrorInfo::getReason).orElse("none");
  }

  @Test
  void tooManyCallsAreThrottledAsEcsDoes() {
    StatusRuntimeException status =
        CallErrors.of(new CompletionException(new OverloadedException()));

    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(reason(status)).isEqualTo("ThrottlingException");
  }

  @Test
  void whoeverMayTryAgainAtOnceHearsUnavailable() {
    assertThat(CallErrors.of(new RetryException("lost", null)).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(reason(CallErrors.of(new NotOwnerException(Optional.empty()))))
        .isEqualTo(ApiErrors.NOT_OWNER);
  }
}
