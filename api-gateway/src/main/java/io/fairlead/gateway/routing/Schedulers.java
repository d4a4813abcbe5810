package io.fairlead.gateway.routing;

import com.google.rpc.ErrorInfo;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.rim.Neighbours;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The scheduler replicas: a channel to each, and which was the owner of a routing key last. */
public final class Schedulers implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 16 << 20;
  private static final int MOST_OWNERS = 100_000;

  private final List<String> addresses;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Map<String, ManagedChannel> neighbours = new ConcurrentHashMap<>();
  private final Map<String, String> owners = new ConcurrentHashMap<>();

  /** Replicas by {@code host:port}; at least one. */
  public Schedulers(List<String> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no scheduler address is configured");
    }
    this.addresses = List.copyOf(addresses);
  }

  /** Whom to ask at the given attempt, counted from 0: the owner if known, else each in turn. */
  public String choose(Optional<String> key, int attempt) {
    Optional<String> owner = key.map(owners::get);
    return owner.orElseGet(() -> addresses.get(attempt % addresses.size()));
  }

  /** The channel to a replica, made when it is first needed. */
  public ManagedChannel channel(String address) {
    return Neighbours.has(address)
        ? neighbours.computeIfAbsent(address, Neighbours::channel)
        : channels.computeIfAbsent(address, Schedulers::connect);
  }

  private static ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .maxInboundMessageSize(LARGEST_MESSAGE)
        // Servers close connections that are pinged more often than every five minutes.
        .keepAliveTime(6, TimeUnit.MINUTES)
        .build();
  }

  /** Takes note of who said that it is not the owner; true if it named the one who is. */
  public boolean learn(Optional<String> key, ErrorInfo notOwner) {
    String owner = notOwner.getMetadataOrDefault(ApiErrors.OWNER, "");
    if (owner.isEmpty()) {
      forget(key);
      return false;
    }
    if (owners.size() >= MOST_OWNERS) {
      owners.clear();
    }
    key.ifPresent(name -> owners.put(name, owner));
    return key.isPresent();
  }

  /** The owner could not be reached: ask the others. */
  void forget(Optional<String> key) {
    key.ifPresent(owners::remove);
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    neighbours.values().forEach(ManagedChannel::shutdownNow);
  }
}
