package io.fairlead.gateway.rpc;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.calls.CallLedger;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.calls.Wire;
import io.fairlead.proto.ApiErrors;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Sees begin, request and end of gRPC calls for the ledger. */
final class CallAccounts {
  private CallAccounts() {}

  static OpenCall open(ServerCall<?, ?> call, CallLedger ledger) {
    MethodDescriptor<?, ?> method = call.getMethodDescriptor();
    OpenCall account = ledger.begin(Wire.GRPC, source(call));
    String service = String.valueOf(method.getServiceName());
    account.names(
        service.substring(service.lastIndexOf('.') + 1),
        String.valueOf(method.getBareMethodName()));
    if (method.getType() != MethodDescriptor.MethodType.UNARY) {
      account.streams();
    }
    return account;
  }

  private static String source(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "";
  }

  /** The call, whose closing ends its account. */
  static <Q, A> ServerCall<Q, A> noted(ServerCall<Q, A> call, OpenCall account) {
    return new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        // First: once it is closed, the listener may hear so on another thread.
        account.end(outcome(status, trailers), 0);
        super.close(status, trailers);
      }
    };
  }

  private static String outcome(Status status, Metadata trailers) {
    return ApiErrors.info(status.asRuntimeException(trailers))
        .map(ErrorInfo::getReason)
        .orElseGet(() -> status.getCode().name());
  }

  /** What the caller does: a request that comes as a message, or going away. */
  static <Q> ServerCall.Listener<Q> noted(ServerCall.Listener<Q> listener, OpenCall account) {
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof Message request) {
          account.asks(request);
        }
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        account.end(Status.Code.CANCELLED.name(), 0);
        super.onCancel();
      }

      // Without a close before it the handler broke down.
      @Override
      public void onComplete() {
        account.end(Status.Code.UNKNOWN.name(), 0);
        super.onComplete();
      }
    };
  }
}
