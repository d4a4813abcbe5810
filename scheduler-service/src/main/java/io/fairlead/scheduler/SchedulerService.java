package io.fairlead.scheduler;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.Realm;
import io.fairlead.proto.rim.GrpcEndpoint;
import io.fairlead.proto.rim.ServiceTokenCheck;
import io.fairlead.scheduler.api.ClusterCalls;
import io.fairlead.scheduler.api.ClusterReads;
import io.fairlead.scheduler.api.EcsEndpoint;
import io.fairlead.scheduler.api.Replies;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.definitions.Definitions;
import io.fairlead.scheduler.definitions.PostgresDefinitions;
import io.fairlead.scheduler.definitions.RetiredDefinitions;
import io.fairlead.scheduler.images.ImageUseEndpoint;
import io.fairlead.scheduler.images.UsedImages;
import io.fairlead.scheduler.shell.CallErrors;
import io.fairlead.scheduler.shell.HistoryUpkeep;
import io.fairlead.scheduler.shell.SchedulerDatabase;
import io.fairlead.scheduler.shell.SchedulerShell;
import io.fairlead.scheduler.shell.ShardSettings;
import io.fairlead.scheduler.shell.Shards;
import io.fairlead.scheduler.shell.insight.InsightEndpoint;
import io.fairlead.scheduler.shell.insight.Watches;
import io.fairlead.scheduler.shell.session.SessionEndpoint;
import io.fairlead.scheduler.shell.session.Sessions;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scheduler: the list of its parts, in the order in which they start. */
public final class SchedulerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerService.class);

  private final HikariDataSource database;
  private final SchedulerShell shell;
  private final HistoryUpkeep upkeep;
  private final Sessions sessions;
  private final GrpcEndpoint endpoint;
  private final String address;

  /**
   * Starts a scheduler; it answers calls about a cluster as soon as the consumer group has given it
   * the cluster's shard.
   *
   * @throws RuntimeException if the database or Kafka refuses, or the port is taken; what does not
   *     answer is waited for
   */
  public SchedulerService(SchedulerConfig config, MeterRegistry registry, InstantSource clock) {
    Realm realm = new Realm(config.region(), config.account());
    Settings settings = new Settings(config.lease(), config.heartbeat());
    this.database =
        SchedulerDatabase.open(
            config.databaseUrl(),
            config.databaseUser(),
            config.databasePassword(),
            config.databasePoolSize());
    this.shell =
        new SchedulerShell(
            new Scheduler(realm, settings),
            database,
            new SchedulerShell.Kafka(
                config.bootstrapServers(), config.shards(), config.topicReplicas()),
            Duration.ofDays(config.historyDays()),
            ShardSettings.DEFAULTS,
            clock,
            registry);
    Shards shards = shell.shards();
    Watches watches = new Watches(shards, shell.history(), registry);
    this.sessions = new Sessions(shards, settings, SchedulerService::refusal, registry);
    this.endpoint =
        new GrpcEndpoint(
            config.host(),
            config.port(),
            new ServiceTokenCheck(config.serviceToken()),
            List.of(
                new EcsEndpoint(
                    clusters(shards),
                    new ClusterReads(realm, database),
                    new Definitions(realm, new PostgresDefinitions(database)),
                    shell.history()::task,
                    clock),
                new SessionEndpoint(sessions),
                new ImageUseEndpoint(new UsedImages(database)),
                new InsightEndpoint(shards, watches, realm, SchedulerService::refusal)));
    this.address = address(config, endpoint.port());
    shell.begin(address, List.of(sessions, watches));
    this.upkeep = new HistoryUpkeep(shell.retention(), new RetiredDefinitions(database), clock);
    LOG.info("scheduler started address={} shards={}", address, shards.count());
  }

  private static String address(SchedulerConfig config, int port) {
    return config.advertisedAddress().isEmpty()
        ? config.host() + ":" + port
        : config.advertisedAddress();
  }

  private static ClusterCalls clusters(Shards shards) {
    return (cluster, input) ->
        shards
            .call(cluster, input::at)
            .exceptionallyCompose(e -> CompletableFuture.failedFuture(CallErrors.of(e)));
  }

  private static StatusRuntimeException refusal(Decision.Refused refused) {
    return Replies.error(refused.rejection());
  }

  /** {@code host:port} of its gRPC endpoint, as others reach it. */
  public String address() {
    return address;
  }

  /** The port of its gRPC endpoint. */
  public int port() {
    return endpoint.port();
  }

  /** Whether it has shards and has read them all. */
  public boolean isReady() {
    return shell.shards().owned() > 0 && shell.shards().isWorking();
  }

  @Override
  public void close() {
    upkeep.close();
    shell.close();
    sessions.close();
    endpoint.close();
    database.close();
    LOG.info("scheduler stopped address={}", address);
  }
}
