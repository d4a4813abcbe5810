package io.fairlead.gateway.routing;

import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.routing.Reply.Answer;
import io.fairlead.gateway.routing.Reply.Failure;
import io.fairlead.proto.ApiErrors;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Brings unary calls to the scheduler that owns their cluster: follows "not the owner" answers, and
 * for a bounded time tries again where that does no harm.
 */
public final class SchedulerRouter implements CallRouter {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Schedulers schedulers;
  private final String serviceToken;
  private final Duration patience;
  private final Duration timeout;

  /**
   * A router over these schedulers.
   *
   * @param patience how long a call is tried again
   * @param timeout how long one try may take
   */
  public SchedulerRouter(
      Schedulers schedulers, String serviceToken, Duration patience, Duration timeout) {
    this.schedulers = schedulers;
    this.serviceToken = serviceToken;
    this.patience = patience;
    this.timeout = timeout;
  }

  @Override
  public Reply call(SchedulerCall call) {
    long giveUpAt = System.nanoTime() + patience.toNanos();
    for (int attempt = 0; ; attempt++) {
      SentProbe probe = new SentProbe();
      String address = schedulers.choose(call.key(), attempt);
      ManagedChannel channel = schedulers.channel(address);
      try {
        return new Answer(send(call, channel, probe));
      } catch (StatusRuntimeException failure) {
        Next next = next(call, failure, probe);
        if (next == Next.GIVE_UP || System.nanoTime() > giveUpAt || !pause(next)) {
          return new Failure(next == Next.GIVE_UP ? failure : exhausted(failure));
        }
        channel.resetConnectBackoff();
      }
    }
  }

  /** What the caller is told when a cluster found no owner in time: nothing of owners. */
  private static StatusRuntimeException exhausted(StatusRuntimeException failure) {
    return isNotOwner(ApiErrors.info(failure))
        ? ApiErrors.of(
            Code.UNAVAILABLE,
            "ServerException",
            "The cluster is being taken over by another scheduler. Try again.",
            Map.of())
        : failure;
  }

  private static boolean isNotOwner(Optional<ErrorInfo> info) {
    return info.filter(error -> error.getReason().equals(ApiErrors.NOT_OWNER)).isPresent();
  }

  private byte[] send(SchedulerCall call, ManagedChannel channel, SentProbe probe) {
    Channel withHeaders =
        ClientInterceptors.intercept(
            channel,
            MetadataUtils.newAttachHeadersInterceptor(call.origin().headers(serviceToken)));
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .withStreamTracerFactory(probe);
    return ClientCalls.blockingUnaryCall(
        withHeaders, method(call.method()), options, call.request());
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
        .setType(MethodType.UNARY)
        .setFullMethodName(name)
        .build();
  }

  private enum Next {
    AT_ONCE,
    AFTER_PAUSE,
    GIVE_UP
  }

  private Next next(SchedulerCall call, StatusRuntimeException failure, SentProbe probe) {
    Optional<ErrorInfo> info = ApiErrors.info(failure);
    if (isNotOwner(info)) {
      return schedulers.learn(call.key(), info.get()) ? Next.AT_ONCE : Next.AFTER_PAUSE;
    }
    if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE) {
      return Next.GIVE_UP;
    }
    schedulers.forget(call.key());
    return !probe.sent() || call.repeatable() ? Next.AFTER_PAUSE : Next.GIVE_UP;
  }

  /** False when the thread is interrupted, for the server stops. */
  private static boolean pause(Next next) {
    try {
      // Even "at once" yields a moment: two schedulers may name each other while a shard moves.
      Thread.sleep(next == Next.AT_ONCE ? Duration.ofMillis(1) : PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
