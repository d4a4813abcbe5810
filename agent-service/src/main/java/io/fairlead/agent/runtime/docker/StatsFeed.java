package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.CpuUsageConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A container's usage as the engine streams it. */
final class StatsFeed {
  private StatsFeed() {}

  static Subscription open(
      Engine engine, String runtimeId, Consumer<Usage> listener, InstantSource clock) {
    return Feed.of(
        engine
            .streams()
            .statsCmd(runtimeId)
            .exec(
                new ResultCallback.Adapter<Statistics>() {
                  @Override
                  public void onNext(Statistics statistics) {
                    if (isAlive(statistics)) {
                      listener.accept(usage(statistics, clock));
                    }
                  }
                }));
  }

  /** Of a dead container the engine goes on sending empty figures. */
  private static boolean isAlive(Statistics statistics) {
    return statistics.getMemoryStats() != null && statistics.getMemoryStats().getUsage() != null;
  }

  private static Usage usage(Statistics statistics, InstantSource clock) {
    MemoryStatsConfig memory = statistics.getMemoryStats();
    return new Usage(
        clock.instant(),
        cpuNanos(statistics.getCpuStats()),
        used(memory),
        Objects.requireNonNullElse(memory.getLimit(), 0L),
        sum(statistics.getNetworks(), StatisticNetworksConfig::getRxBytes),
        sum(statistics.getNetworks(), StatisticNetworksConfig::getTxBytes));
  }

  private static long cpuNanos(CpuStatsConfig cpu) {
    CpuUsageConfig usage = cpu.getCpuUsage();
    return usage == null ? 0 : Objects.requireNonNullElse(usage.getTotalUsage(), 0L);
  }

  /** What the kernel can take back at once is not in use; cgroup v1 names it with total_. */
  private static long used(MemoryStatsConfig memory) {
    long usage = Objects.requireNonNullElse(memory.getUsage(), 0L);
    if (memory.getStats() == null) {
      return usage;
    }
    Long total = memory.getStats().getTotalInactiveFile();
    Long inactive = total == null ? memory.getStats().getInactiveFile() : total;
    return Math.max(0, usage - Objects.requireNonNullElse(inactive, 0L));
  }

  private static long sum(
      @Nullable Map<String, StatisticNetworksConfig> networks,
      Function<StatisticNetworksConfig, @Nullable Long> figure) {
    return networks == null
        ? 0
        : networks.values().stream().map(figure).filter(Objects::nonNull).mapToLong(n -> n).sum();
  }
}
