package io.fairlead.registry.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fairlead.registry.access.Rights;
import io.fairlead.registry.access.SignIn;
import io.fairlead.registry.access.Tokens;
import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.catalog.Uploads;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The HTTP server: the JDK's own, with a virtual thread for each request, as blobs are streamed
 * with plain blocking reads and writes.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 1;

  static {
    // Without it the JDK's server holds back small answers for 40 ms (Nagle's algorithm).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What the endpoint answers from. */
  public record Contents(
      Repositories repositories, Manifests manifests, Uploads uploads, BlobStore store) {}

  /** What the endpoint lets in by. */
  public record Doors(SignIn signIn, Tokens tokens, Rights rights) {}

  /**
   * Listens at once; port 0 takes a free one.
   *
   * @param tls its certificate; plain HTTP where empty
   */
  public HttpEndpoint(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      Contents contents,
      Doors doors,
      InstantSource clock,
      MeterRegistry meters)
      throws IOException {
    this.server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, 0);
    DistributionApi api =
        new DistributionApi(
            new Gate(doors.signIn(), doors.tokens(), doors.rights()),
            new TokenEndpoint(doors.signIn(), doors.tokens(), doors.rights(), clock),
            new BlobEndpoint(contents.repositories(), contents.store()),
            new UploadEndpoint(contents.repositories(), contents.uploads(), contents.store()),
            new ManifestEndpoint(contents.repositories(), contents.manifests()),
            new ListEndpoint(contents.repositories(), contents.manifests()));
    server.createContext("/", new HttpRim(api, new RequestMeters(meters)));
    server.setExecutor(threads);
    server.start();
  }

  private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(PATIENCE_SECONDS);
    threads.shutdownNow();
  }
}
