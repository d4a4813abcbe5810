package io.fairlead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedPostgres;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway started as its process starts it. */
final class GatewayMainIT {

  @Test
  void takesItsSettingsFromOutsideBeforeItsDefaults(@TempDir Path home) throws Exception {
    var database = SharedPostgres.freshDatabase();
    int port = FreePorts.next();
    Map<String, String> settings =
        Map.of(
            "fairlead.gateway.database-url", database.jdbcUrl(),
            "fairlead.gateway.database-user", database.user(),
            "fairlead.gateway.database-password", database.password(),
            "fairlead.gateway.service-token", "between-us",
            "fairlead.gateway.grpc-port", "0",
            "fairlead.gateway.master-key-file", home.resolve("key.json").toString(),
            "fairlead.gateway.credentials-file", home.resolve("credentials").toString(),
            "fairlead.gateway.bootstrap-servers", "127.0.0.1:" + FreePorts.next(),
            "micronaut.server.port", Integer.toString(port));
    settings.forEach(System::setProperty);
    try (ApplicationContext _ = GatewayMain.start();
        HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
              .header("x-amz-target", "AmazonEC2ContainerServiceV20141113.ListClusters")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).body())
          .contains("MissingAuthenticationTokenException");
      var health = HttpRequest.newBuilder(request.uri().resolve("/health")).build();
      assertThat(http.send(health, BodyHandlers.ofString()).body()).contains("UP");
      var metrics = HttpRequest.newBuilder(request.uri().resolve("/prometheus")).build();
      assertThat(http.send(metrics, BodyHandlers.ofString()).body())
          .contains(
              "fairlead_gateway_calls_seconds_count{operation=\"ListClusters\","
                  + "outcome=\"MissingAuthenticationTokenException\",wire=\"aws-json\"} 1",
              "fairlead_gateway_authentications_refused_total{"
                  + "reason=\"MissingAuthenticationTokenException\",wire=\"aws-json\"} 1.0",
              "fairlead_gateway_audit_dropped_total 0.0",
              "fairlead_gateway_audit_waiting");
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }
}
