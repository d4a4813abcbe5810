package io.fairlead.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.fairlead.gateway.calls.OpenCall;
import io.fairlead.gateway.routing.CallOrigin;
import io.fairlead.proto.ApiErrors;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Relays one streaming call. The first message decides where to; until the target has answered
 * anything, its "not the owner" is followed by sending what came so far to the next target. Both
 * directions wait for one another's readiness, so no more than a few messages pile up here.
 */
final class StreamRelay extends ServerCall.Listener<byte[]> {
  private static final int MOST_ATTEMPTS = 20;

  /** So many answers are asked for at a time: those that come together are passed on together. */
  private static final int WINDOW = 64;

  private final ServerCall<byte[], byte[]> caller;
  private final Descriptor input;
  private final TargetFinder targets;
  private final CallOrigin origin = CallAuthentication.origin();
  private final OpenCall account = CallAuthentication.account();

  /** What came until the target's first answer; null afterwards. */
  private @Nullable List<byte[]> unanswered = new ArrayList<>();

  /** By which the target is found; null once it has answered. */
  private @Nullable Message first;

  private @Nullable Upstream upstream;
  private boolean halfClosed;
  private boolean closed;
  private int attempt;

  StreamRelay(ServerCall<byte[], byte[]> caller, Descriptor input, TargetFinder targets) {
    this.caller = caller;
    this.input = input;
    this.targets = targets;
  }

  ServerCall.Listener<byte[]> start() {
    caller.request(1);
    return this;
  }

  @Override
  public synchronized void onMessage(byte[] message) {
    if (closed) {
      return;
    }
    if (unanswered != null) {
      unanswered.add(message);
    }
    if (upstream != null) {
      upstream.send(message);
    } else {
      open(message);
    }
  }

  private void open(byte[] message) {
    try {
      first = DynamicMessage.parseFrom(input, message);
      account.asks(first);
      connect(first);
    } catch (InvalidProtocolBufferException e) {
      close(PassThrough.malformed(input));
    }
  }

  private void connect(Message about) {
    switch (targets.find(about, origin, attempt++)) {
      case TargetFinder.Target.Unreachable(StatusRuntimeException status) -> close(status);
      case TargetFinder.Target.Reachable(var channel, Metadata headers) -> {
        Upstream next =
            new Upstream(channel.newCall(caller.getMethodDescriptor(), CallOptions.DEFAULT));
        upstream = next;
        next.begin(headers);
      }
    }
  }

  @Override
  public synchronized void onHalfClose() {
    halfClosed = true;
    if (upstream != null) {
      upstream.call.halfClose();
    } else if (!closed) {
      close(PassThrough.malformed(input));
    }
  }

  @Override
  public synchronized void onCancel() {
    closed = true;
    if (upstream != null) {
      upstream.call.cancel("the caller went away", null);
    }
  }

  @Override
  public synchronized void onReady() {
    if (upstream != null) {
      upstream.resume();
    }
  }

  private void close(StatusRuntimeException status) {
    close(status.getStatus(), status.getTrailers());
  }

  private void close(Status status, @Nullable Metadata trailers) {
    if (!closed) {
      closed = true;
      caller.close(status, trailers == null ? new Metadata() : trailers);
    }
  }

  /** The call to one target. */
  private final class Upstream extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;

    /** Answers that were asked for and have not come. */
    private int expected;

    private boolean callerPaused;

    Upstream(ClientCall<byte[], byte[]> call) {
      this.call = call;
    }

    void begin(Metadata headers) {
      call.start(this, headers);
      ask();
      if (unanswered != null) {
        unanswered.forEach(call::sendMessage);
      }
      if (halfClosed) {
        call.halfClose();
      } else {
        takeMore();
      }
    }

    void send(byte[] message) {
      call.sendMessage(message);
      takeMore();
    }

    private void takeMore() {
      if (call.isReady()) {
        caller.request(1);
      } else {
        callerPaused = true;
      }
    }

    void resume() {
      if (expected <= WINDOW / 2 && caller.isReady()) {
        ask();
      }
    }

    private void ask() {
      call.request(WINDOW - expected);
      expected = WINDOW;
    }

    @Override
    public void onReady() {
      synchronized (StreamRelay.this) {
        if (callerPaused && !closed) {
          callerPaused = false;
          caller.request(1);
        }
      }
    }

    @Override
    public void onMessage(byte[] message) {
      synchronized (StreamRelay.this) {
        if (closed || upstream != this) {
          return;
        }
        if (unanswered != null) {
          unanswered = null;
          first = null;
          caller.sendHeaders(new Metadata());
        }
        caller.sendMessage(message);
        expected--;
        resume();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      synchronized (StreamRelay.this) {
        if (closed || upstream != this) {
          return;
        }
        Optional<ErrorInfo> notOwner =
            ApiErrors.info(status.asRuntimeException(trailers))
                .filter(error -> error.getReason().equals(ApiErrors.NOT_OWNER));
        if (notOwner.isPresent() && unanswered != null && attempt < MOST_ATTEMPTS) {
          follow(notOwner.get());
        } else {
          close(status, trailers);
        }
      }
    }

    private void follow(ErrorInfo notOwner) {
      Message about = first;
      if (about != null) {
        targets.learn(about, notOwner);
        connect(about);
      }
    }
  }
}
