package io.fairlead.scheduler.shell;

import io.fairlead.proto.Topics;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The way to the clusters. Futures complete on the committing thread of the shard, so what follows
 * them must be short; they fail with {@link NotOwnerException} where another scheduler has the
 * cluster, with {@link RetryException} where the outcome is unknown, and with {@link
 * OverloadedException} where too much waits already.
 */
public final class Shards {
  private static final Duration OWNER_BELIEVED = Duration.ofSeconds(1);

  private final int count;
  private final Journal journal;
  private final Map<Integer, Shard> own = new ConcurrentHashMap<>();
  private final Map<Integer, KnownOwner> owners = new ConcurrentHashMap<>();
  private volatile String address = "";

  /** What the journal said about an owner, and when by {@link System#nanoTime}. */
  private record KnownOwner(String address, long at) {}

  /**
   * @param count how many shards there are in all
   */
  public Shards(int count, Journal journal) {
    this.count = count;
    this.journal = journal;
  }

  /** How many shards there are in all. */
  public int count() {
    return count;
  }

  /** The shard of a cluster. */
  public int of(String cluster) {
    return Topics.partition(cluster, count);
  }

  /** Decides about a call; the reply comes when everything up to it is durable. */
  public CompletableFuture<Decision.Reply> call(String cluster, InputMaker input) {
    return decide(Turn.WISHED, cluster, input);
  }

  /** Takes in what was seen of instances and tasks, ahead of all calls. */
  public CompletableFuture<Decision.Reply> seen(String cluster, InputMaker input) {
    return decide(Turn.SEEN, cluster, input);
  }

  private CompletableFuture<Decision.Reply> decide(Turn turn, String cluster, InputMaker input) {
    CompletableFuture<Decision.Reply> reply = new CompletableFuture<>();
    hand(cluster, new Work.Decide(turn, cluster, input, reply));
    return reply;
  }

  /**
   * Looks at a cluster's state for a caller; the answer comes when everything up to it is durable.
   *
   * @param view runs on the shard's thread, must be quick and must not keep the state; gets the
   *     time of the shard too
   */
  public <T> CompletableFuture<T> look(String cluster, BiFunction<ClusterState, Instant, T> view) {
    return look(Turn.WISHED, cluster, view);
  }

  /** Looks at a cluster's state for its agents, ahead of all calls; see {@link #look}. */
  public <T> CompletableFuture<T> lookForAgents(
      String cluster, BiFunction<ClusterState, Instant, T> view) {
    return look(Turn.SEEN, cluster, view);
  }

  private <T> CompletableFuture<T> look(
      Turn turn, String cluster, BiFunction<ClusterState, Instant, T> view) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    hand(cluster, new Work.Look<>(turn, cluster, view, answer));
    return answer;
  }

  private void hand(String cluster, Work work) {
    Shard shard = own.get(of(cluster));
    if (shard == null) {
      work.fail(notOwner(cluster));
    } else {
      shard.submit(work);
    }
  }

  /** Says who owns a cluster that is not this scheduler's. May ask the journal. */
  public RuntimeException notOwner(String cluster) {
    int shard = of(cluster);
    KnownOwner known = owners.get(shard);
    if (known != null && System.nanoTime() - known.at() < OWNER_BELIEVED.toNanos()) {
      return new NotOwnerException(Optional.of(known.address()));
    }
    try {
      return new NotOwnerException(ask(shard));
    } catch (JournalException e) {
      return new RetryException("the owner of the cluster cannot be looked up; try again", e);
    }
  }

  // That it is still this scheduler's says only that the next owner has not come yet.
  private Optional<String> ask(int shard) {
    Optional<String> owner = journal.owner(shard).filter(other -> !other.equals(address));
    owner.ifPresent(other -> owners.put(shard, new KnownOwner(other, System.nanoTime())));
    return owner;
  }

  /** Whether a cluster is this scheduler's. */
  public boolean owns(String cluster) {
    return own.containsKey(of(cluster));
  }

  /** How many shards are this scheduler's. */
  public int owned() {
    return own.size();
  }

  /** Whether all shards of this scheduler have been read. */
  public boolean isWorking() {
    return own.values().stream().allMatch(Shard::isWorking);
  }

  boolean isWorking(int shard) {
    Shard known = own.get(shard);
    return known != null && known.isWorking();
  }

  /** By which address the journal knows this scheduler. */
  void reachedAt(String hostAndPort) {
    address = hostAndPort;
  }

  void begin(int number, ShardParts parts) {
    own.computeIfAbsent(number, shard -> new Shard(shard, parts));
  }

  void end(int number) {
    Shard shard = own.remove(number);
    owners.remove(number);
    if (shard != null) {
      shard.close();
    }
  }
}
