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
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;

/**
 * One instance's way to gateway and broker, where instances share a process: a lab can cut it, or a
 * part of it. What is sent or comes by what is cut is lost; calls that were open break off when it
 * is mended, as connections do that have lost something.
 */
public final class Cable {
  /** What can be cut. */
  public enum Cut {
    /** Nothing passes, either way. */
    ALL,
    /** Nothing arrives; what is sent does. */
    IN,
    /** Nothing that is sent arrives; what comes does. */
    OUT,
    /** Nothing passes to the broker or from it. */
    BROKER
  }

  private static final Set<String> ASKS_THE_BROKER = Set.of("send", "partitionsFor");

  private final Map<ClientCall<?, ?>, Boolean> open = new ConcurrentHashMap<>();
  private final Set<Cut> cuts = ConcurrentHashMap.newKeySet();

  /** From now on something does not pass any more. */
  public void cut(Cut what) {
    cuts.add(what);
  }

  /** It passes again, unless another cut keeps it. */
  public void mend(Cut what) {
    cuts.remove(what);
    open.keySet().forEach(call -> call.cancel("the cable was cut", null));
  }

  private boolean whole(Cut... needed) {
    return cuts.isEmpty() || Arrays.stream(needed).noneMatch(cuts::contains);
  }

  /** Hears only what the broker has while it can be asked for it. */
  <T> Consumer<T> in(Consumer<T> consumer) {
    return value -> {
      if (cuts.isEmpty()) {
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
              boolean asks = ASKS_THE_BROKER.contains(method.getName());
              if (asks && !whole(Cut.ALL, Cut.OUT, Cut.BROKER)) {
                throw new DisconnectException("the cable is cut");
              }
              try {
                Object answer = method.invoke(producer, arguments);
                if (asks && !whole(Cut.IN)) {
                  throw new DisconnectException("the broker has it, and its answer is lost");
                }
                return answer;
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
        return whole(Cut.ALL, Cut.IN, Cut.OUT)
            ? new Passing<>(super.newCall(method, options))
            : new NoAnswer<>();
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
              if (whole(Cut.ALL, Cut.IN)) {
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
      if (whole(Cut.ALL, Cut.OUT)) {
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
