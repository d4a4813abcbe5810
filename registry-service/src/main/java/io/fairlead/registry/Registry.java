package io.fairlead.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.Realm;
import io.fairlead.proto.rim.DatabaseStart;
import io.fairlead.proto.rim.GrpcEndpoint;
import io.fairlead.proto.rim.ServiceTokenCheck;
import io.fairlead.registry.access.GatewayCredentials;
import io.fairlead.registry.access.RememberedCredentials;
import io.fairlead.registry.access.SignIn;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.DataKeys;
import io.fairlead.registry.blobs.FileBlobStore;
import io.fairlead.registry.blobs.MasterKey;
import io.fairlead.registry.blobs.S3Access;
import io.fairlead.registry.blobs.S3BlobStore;
import io.fairlead.registry.catalog.BlobLedger;
import io.fairlead.registry.catalog.Database;
import io.fairlead.registry.catalog.Discovery;
import io.fairlead.registry.catalog.ImageActions;
import io.fairlead.registry.catalog.Lifecycles;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Policies;
import io.fairlead.registry.catalog.PullThroughRules;
import io.fairlead.registry.catalog.PullTimes;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Uploads;
import io.fairlead.registry.collection.Collector;
import io.fairlead.registry.collection.CollectorRuns;
import io.fairlead.registry.collection.Inspector;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.ecr.EcrEndpoint;
import io.fairlead.registry.ecr.Operations;
import io.fairlead.registry.ecr.Place;
import io.fairlead.registry.ecr.PullThroughCalls;
import io.fairlead.registry.events.ImagePublisher;
import io.fairlead.registry.events.ImageTopic;
import io.fairlead.registry.http.HttpEndpoint;
import io.fairlead.registry.policy.PolicyRights;
import io.fairlead.registry.policy.StoredPolicies;
import io.fairlead.registry.upstream.BlobImports;
import io.fairlead.registry.upstream.PullThrough;
import io.fairlead.registry.usage.SchedulerUsage;
import io.fairlead.registry.usage.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The registry and its parts. It serves from its start until it is closed. */
public final class Registry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
  private static final int CONNECT_MILLIS = 5_000;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Registry() {}

  /**
   * Opens database and store, waiting for the database where it is not there yet, and listens.
   *
   * @throws IOException if a folder, file or port cannot be used
   * @throws IllegalArgumentException if it is to listen beyond loopback without TLS
   */
  public static Registry start(RegistryConfig config, MeterRegistry meters) throws IOException {
    Registry registry = new Registry();
    try {
      registry.open(config, meters);
      return registry;
    } catch (IOException | RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  private void open(RegistryConfig config, MeterRegistry meters) throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    InstantSource clock = InstantSource.system();
    Optional<SSLContext> tls = ServerCertificate.of(config, address, clock);
    HikariDataSource pool = add(pool(config));
    DatabaseStart.await(pool, config.databaseUrl());
    Database database = new Database(pool);
    DataKeys keys = new DataKeys(MasterKey.open(Path.of(config.masterKeyFile())), config.encrypt());
    BlobStore store = add(store(config, keys));
    Uploads uploads = new Uploads(database);
    PullTimes pulls = add(new PullTimes(database, clock));
    GatewayCredentials gateway = add(new GatewayCredentials(config.gateway(), clock));
    Tokens tokens = new Tokens(TokenSecret.open(Path.of(config.tokenSecretFile())), clock);
    SignIn signIn = new SignIn(new RememberedCredentials(gateway, clock), tokens);
    PolicyRights rights =
        new PolicyRights(
            new Realm(config.region(), config.account()),
            new StoredPolicies(new Policies(database)));
    Repositories repositories = new Repositories(database);
    Ledger ledger =
        new BlobLedger(database, repositories, Math.max(1, config.databasePoolSize() / 2));
    PullThroughRules rules = new PullThroughRules(database);
    PullThrough pullThrough =
        add(
            new PullThrough(
                rules,
                repositories,
                new Manifests(database),
                new BlobImports(repositories, uploads, ledger, store),
                Duration.ofHours(config.upstreamCheckHours()),
                clock));
    add(
        new CollectorRuns(
            new Collector(ledger, store), Duration.ofMinutes(config.collectionMinutes()), meters));
    add(new IdleUploads(uploads, store, Duration.ofHours(config.idleUploadHours())));
    Usage usage = usage(config);
    if (config.lifecycleMinutes() > 0) {
      Duration pause = Duration.ofMinutes(config.lifecycleMinutes());
      add(new LifecycleRuns(new Lifecycles(database), pulls, usage, clock, pause));
    }
    add(
        new ImagePublisher(
            new ImageActions(database),
            new ImageTopic(config.bootstrapServers(), config.topicReplicas()),
            new Realm(config.region(), config.account())));
    HttpEndpoint endpoint =
        add(
            new HttpEndpoint(
                address,
                tls,
                new HttpEndpoint.Contents(
                    repositories,
                    new Manifests(database),
                    new Discovery(database),
                    uploads,
                    ledger,
                    store,
                    new Inspector(ledger, store, sampled(config), meters),
                    pulls,
                    pullThrough),
                new HttpEndpoint.Doors(signIn, tokens, rights),
                clock,
                meters));
    Place place = place(config, endpoint.port(), tls.isPresent());
    GrpcEndpoint api =
        add(
            new GrpcEndpoint(
                config.grpcHost(),
                config.grpcPort(),
                new ServiceTokenCheck(config.serviceToken()),
                List.of(
                    new EcrEndpoint(
                        place,
                        new Operations(
                            place,
                            database,
                            ledger,
                            store,
                            pulls,
                            new PullThroughCalls(rules, pullThrough, config.account()),
                            rights,
                            usage,
                            tokens,
                            clock),
                        rights))));
    LOG.info(
        "started port={} grpc_port={} tls={} blobs={} encrypt={}",
        endpoint.port(),
        api.port(),
        tls.isPresent(),
        config.s3Bucket().isEmpty() ? config.folder() : "s3://" + config.s3Bucket(),
        config.encrypt());
  }

  private Usage usage(RegistryConfig config) {
    List<String> schedulers =
        config.schedulers().stream().filter(address -> !address.isBlank()).toList();
    return schedulers.isEmpty()
        ? Usage.NONE
        : add(new SchedulerUsage(schedulers, config.serviceToken()));
  }

  private static BlobStore store(RegistryConfig config, DataKeys keys) throws IOException {
    if (config.s3Bucket().isEmpty()) {
      return new FileBlobStore(Path.of(config.folder()), keys);
    }
    return new S3BlobStore(
        S3Access.client(
            URI.create(config.s3Endpoint()),
            config.s3Region(),
            DefaultCredentialsProvider.builder().build(),
            S3Access.RETRIES),
        config.s3Bucket(),
        config.s3Prefix(),
        keys);
  }

  private static BooleanSupplier sampled(RegistryConfig config) {
    int percent = config.verifiedPullsPercent();
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "fairlead.registry.verified-pulls-percent is " + percent + ": 0 to 100 are possible");
    }
    return () -> ThreadLocalRandom.current().nextInt(100) < percent;
  }

  private static Place place(RegistryConfig config, int port, boolean tls) {
    String address =
        config.publicAddress().isEmpty() ? config.host() + ":" + port : config.publicAddress();
    return new Place(
        new Realm(config.region(), config.account()),
        (tls ? "https://" : "http://") + address,
        address);
  }

  private static HikariDataSource pool(RegistryConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("registry");
    hikari.setJdbcUrl(config.databaseUrl());
    hikari.setUsername(config.databaseUser());
    hikari.setPassword(config.databasePassword());
    hikari.setMaximumPoolSize(config.databasePoolSize());
    hikari.setConnectionTimeout(CONNECT_MILLIS);
    hikari.setInitializationFailTimeout(-1);
    return new HikariDataSource(hikari);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes the parts in the reverse order of their start. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("part={} did not stop in order", part, e);
      }
    }
  }
}
