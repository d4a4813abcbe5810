package io.fairlead.cli;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.events.ClusterEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what happened in a cluster, and with {@code -f} what happens. */
@Command(
    name = "events",
    description = "Show what happened in the cluster; with -f, what happens.",
    mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {
  /** The history is sent at once; when nothing came for so long, it is over. */
  private static final Duration QUIET = Duration.ofMillis(800);

  @Mixin Target target = new Target();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as events happen, until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--since",
      paramLabel = "AGO",
      description = "Only from so long ago on: 90s, 10m, 2h (default: all; with -f, from now on).")
  Optional<Ago> since = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Only after this position of the history, which -o json shows.")
  Optional<Long> after = Optional.empty();

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      if (follow) {
        client.insight().watchEvents(request()).forEachRemaining(this::show);
      } else {
        history(client);
      }
    }
    return ExitCode.OK.number();
  }

  private WatchEventsRequest request() {
    WatchEventsRequest.Builder request = WatchEventsRequest.newBuilder().setCluster(target.cluster);
    if (after.isPresent()) {
      return request.setAfterPosition(after.get()).build();
    }
    Instant now = Clock.systemUTC().instant();
    if (since.isPresent()) {
      return request.setSince(ProtoTime.of(now.minus(since.get().duration()))).build();
    }
    return follow
        ? request.setSince(ProtoTime.of(now)).build()
        : request.setAfterPosition(0).build();
  }

  private void history(Client client) {
    QuietEnd<ClusterEvent> quiet = new QuietEnd<>(QUIET);
    ClusterInsightGrpc.newStub(client.channel()).watchEvents(request(), quiet);
    quiet.forEach(this::show);
  }

  private void show(ClusterEvent event) {
    if (target.json()) {
      ApiJson.printLine(event);
    } else {
      System.out.println(Words.time(event.getTime()) + "  " + EventText.of(event));
    }
    System.out.flush();
  }
}
