package io.fairlead.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.gateway.audit.Audit;
import io.fairlead.gateway.audit.AuditTopic;
import io.fairlead.gateway.calls.CallLedger;
import io.fairlead.gateway.fleet.FleetService;
import io.fairlead.gateway.http.AwsEndpoint;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.AccessKeys;
import io.fairlead.gateway.identity.CachedKeys;
import io.fairlead.gateway.identity.Database;
import io.fairlead.gateway.identity.FirstKey;
import io.fairlead.gateway.identity.IdentityService;
import io.fairlead.gateway.identity.IdentityStore;
import io.fairlead.gateway.identity.JoinTokens;
import io.fairlead.gateway.identity.SecretVault;
import io.fairlead.gateway.routing.CallRouter;
import io.fairlead.gateway.routing.RoutesByService;
import io.fairlead.gateway.routing.SchedulerRouter;
import io.fairlead.gateway.routing.Schedulers;
import io.fairlead.gateway.rpc.BearerCheck;
import io.fairlead.gateway.rpc.GrpcEndpoint;
import io.fairlead.gateway.sigv4.SignatureCheck;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.EcrProto;
import io.fairlead.proto.ecs.EcsProto;
import io.fairlead.proto.json.Transcoder;
import io.fairlead.proto.rim.DatabaseStart;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway and its parts. It serves from its construction until it is closed. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final int CONNECT_MILLIS = 5_000;

  private final HikariDataSource pool;
  private final Schedulers schedulers;
  private final Schedulers registries;
  private final GrpcEndpoint grpcEndpoint;
  private final AwsEndpoint awsEndpoint;
  private final Audit audit;
  private final AccessKey firstKey;

  /**
   * Opens the database, waiting for it where it is not there yet, makes the first access key if
   * there is none, listens for gRPC.
   */
  public Gateway(GatewayConfig config, MeterRegistry meters) {
    InstantSource clock = InstantSource.system();
    Realm realm = new Realm(config.region(), config.account());
    this.pool = pool(config);
    Database database = new Database(pool);
    SecretVault vault = SecretVault.open(Path.of(config.masterKeyFile()));
    IdentityStore identities = new IdentityStore(database, vault, clock);
    AccessKeys keys = new CachedKeys(identities::find, clock);
    Path credentials = Path.of(config.credentialsFile());
    this.firstKey = new FirstKey(database, identities, realm, credentials).ensure();
    this.schedulers = new Schedulers(config.schedulers());
    SchedulerRouter router =
        new SchedulerRouter(
            schedulers,
            config.serviceToken(),
            Duration.ofSeconds(config.retrySeconds()),
            Duration.ofSeconds(config.callSeconds()));
    this.registries = new Schedulers(config.registries());
    CallRouter routes =
        new RoutesByService(
            Map.of(
                ECRGrpc.SERVICE_NAME,
                new SchedulerRouter(
                    registries,
                    config.serviceToken(),
                    Duration.ofSeconds(config.retrySeconds()),
                    Duration.ofSeconds(config.callSeconds()))),
            router);
    this.audit =
        new Audit(
            new AuditTopic(config.bootstrapServers(), config.topicReplicas()),
            database,
            config.account(),
            Duration.ofDays(config.auditDays()),
            clock,
            meters);
    CallLedger ledger = new CallLedger(audit::add, meters, clock);
    this.awsEndpoint =
        new AwsEndpoint(
            new Transcoder(
                List.of(
                    EcsProto.getDescriptor().findServiceByName("ECS"),
                    EcrProto.getDescriptor().findServiceByName("ECR"))),
            new SignatureCheck(keys, config.region(), clock),
            routes,
            ledger,
            config.largestRequest());
    this.grpcEndpoint =
        new GrpcEndpoint(
            new InetSocketAddress(config.grpcHost(), config.grpcPort()),
            new BearerCheck(keys, clock),
            ledger,
            routes,
            router,
            schedulers,
            config.serviceToken(),
            identities::newestOf,
            List.of(
                new FleetService(
                    new JoinTokens(database, identities, realm, clock),
                    GrpcEndpoint::caller,
                    GrpcEndpoint::account),
                new IdentityService(GrpcEndpoint::caller),
                audit.service()));
    LOG.info("started grpc_port={} credentials={}", grpcEndpoint.port(), credentials);
  }

  private static HikariDataSource pool(GatewayConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("gateway");
    hikari.setJdbcUrl(config.databaseUrl());
    hikari.setUsername(config.databaseUser());
    hikari.setPassword(config.databasePassword());
    hikari.setMaximumPoolSize(config.databasePoolSize());
    hikari.setConnectionTimeout(CONNECT_MILLIS);
    hikari.setInitializationFailTimeout(-1);
    HikariDataSource pool = new HikariDataSource(hikari);
    try {
      DatabaseStart.await(pool, config.databaseUrl());
      return pool;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Answers the calls of the AWS protocols. */
  public AwsEndpoint awsEndpoint() {
    return awsEndpoint;
  }

  /** The port of the gRPC endpoint. */
  public int grpcPort() {
    return grpcEndpoint.port();
  }

  /** The administrator's access key, which the credentials file holds. */
  public AccessKey firstKey() {
    return firstKey;
  }

  @Override
  public void close() {
    grpcEndpoint.close();
    schedulers.close();
    registries.close();
    audit.close();
    pool.close();
  }
}
