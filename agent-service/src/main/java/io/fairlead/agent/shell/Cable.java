package io.fairlead.agent.shell;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;

/**
 * One instance's way to gateway and broker, where instances share a process: a lab can cut it. What
 * is sent or comes while it is cut is lost; calls that were open break off when it is mended, as
 * connections do that have lost something.
 */
public final class Cable {
  private static final Set<String> ASKS_THE_BROKER = Set.of("send", "partitionsFor");

  private final Map<ClientCall<?, ?>, Boolean> open = new ConcurrentHashMap<>();
  private volatile boolean cut;

  /** Nothing passes any more, either way. */
  public void cut() {
    cut = true;
  }

  /** All passes again. */
  public void mend() {
    cut = false;
    open.keySet().forEach(call -> call.cancel("the cable was cut", null));
  }

  /** Hears only what comes while it is whole. */
  <T> Consumer<T> in(Consumer<T> consumer) {
    return value -> {
      if (!cut) {
        consumer.accept(value);
      }
    };
  }

  /** The broker as it is reached through this cable. */
  @SuppressWarnings("unchecked")
  Producer<String, byte[]> broker(Producer<String, byte[]> producer) {
    return (Producer<String, byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (_, method, arguments) -> {
              if (cut && ASKS_THE_BROKER.contains(method.getName())) {
                throw new DisconnectException("the cable is cut");
              }
              try {
                return method.invoke(producer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The gateway as it is reached through this cable. */
  ManagedChannel gateway(ManagedChannel channel) {
    return new ForwardingChannel(channel) {
      @Override
      public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        return cut ? new NoAnswer<>() : new Passing<>(super.newCall(method, options));
      }
    };
  }

  /** A call that began while the cable was whole. */
  private final class Passing<Q, A> extends SimpleForwardingClientCall<Q, A> {
    Passing(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> answers, Metadata headers) {
      open.put(this, true);
      super.start(
          new SimpleForwardingClientCallListener<>(answers) {
            @Override
            public void onMessage(A message) {
              if (!cut) {
                super.onMessage(message);
              }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              open.remove(Passing.this);
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void sendMessage(Q message) {
      if (!cut) {
        super.sendMessage(message);
      }
    }
  }

  /** A call that nothing is reached by. */
  private static final class NoAnswer<Q, A> extends ClientCall<Q, A> {
    @Override
    public void start(Listener<A> answers, Metadata headers) {
      answers.onClose(Status.UNAVAILABLE.withDescription("the cable is cut"), new Metadata());
    }

    @Override
    public void request(int count) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
