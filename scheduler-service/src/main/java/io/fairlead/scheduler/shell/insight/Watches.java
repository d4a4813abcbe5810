package io.fairlead.scheduler.shell.insight;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.scheduler.shell.CallErrors;
import io.fairlead.scheduler.shell.Committed;
import io.fairlead.scheduler.shell.Message;
import io.fairlead.scheduler.shell.RetryException;
import io.fairlead.scheduler.shell.ShardListener;
import io.fairlead.scheduler.shell.Shards;
import io.fairlead.scheduler.shell.journal.History;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All callers who follow events. Each has a virtual thread. */
public final class Watches implements ShardListener {
  private final Shards shards;
  private final History history;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();

  public Watches(Shards shards, History history, MeterRegistry registry) {
    this.shards = shards;
    this.history = history;
    registry.gauge("fairlead.scheduler.watches", open, Set::size);
  }

  void begin(
      String cluster, WatchEventsRequest request, ServerCallStreamObserver<ClusterEvent> caller) {
    if (!shards.owns(cluster)) {
      caller.onError(CallErrors.of(shards.notOwner(cluster)));
      return;
    }
    try {
      Watch watch = new Watch(cluster, history, caller, start(cluster, request));
      caller.setOnReadyHandler(watch::ready);
      caller.setOnCancelHandler(watch::gone);
      Thread.ofVirtual().name("watch").start(() -> follow(watch));
    } catch (JournalException e) {
      caller.onError(CallErrors.of(new RetryException("the history cannot be read", e)));
    }
  }

  private long start(String cluster, WatchEventsRequest request) {
    return switch (request.getFromCase()) {
      case AFTER_POSITION -> request.getAfterPosition();
      case SINCE -> history.positionBefore(cluster, ProtoTime.instant(request.getSince()));
      case FROM_NOT_SET -> history.lastPosition(cluster);
    };
  }

  private void follow(Watch watch) {
    open.add(watch);
    try {
      watch.run();
    } catch (JournalException e) {
      watch.end(CallErrors.of(new RetryException("the history cannot be read", e)));
    } catch (InterruptedException | RuntimeException e) {
      watch.end(CallErrors.of(e));
    } finally {
      open.remove(watch);
    }
  }

  @Override
  public void committed(int shard, Committed batch) {
    for (Watch watch : open) {
      if (shards.of(watch.cluster()) == shard) {
        watch.committed(events(batch, watch.cluster()));
      }
    }
  }

  private static List<ClusterEvent> events(Committed batch, String cluster) {
    List<ClusterEvent> events = new ArrayList<>();
    for (Message message : batch.messages()) {
      if (message instanceof Message.ToWatches(ClusterEvent event, _)
          && Arn.nameOf(event.getClusterArn()).equals(cluster)) {
        events.add(event);
      }
    }
    return events;
  }

  @Override
  public void ended(int shard, boolean owned) {
    for (Watch watch : open) {
      if (shards.of(watch.cluster()) != shard) {
        continue;
      }
      if (owned) {
        // A commit whose outcome was unknown may have been one.
        watch.doubt();
      } else {
        Thread.startVirtualThread(() -> watch.end(CallErrors.of(shards.notOwner(watch.cluster()))));
      }
    }
  }
}
