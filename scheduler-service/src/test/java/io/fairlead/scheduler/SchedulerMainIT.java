package io.fairlead.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.testkit.FreePorts;
import io.fairlead.testkit.SharedBroker;
import io.fairlead.testkit.SharedPostgres;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The process as it is started: settings, health and metrics. */
class SchedulerMainIT {

  @Test
  void startsWithItsSettingsAndTellsHealthAndMetrics() throws Exception {
    SharedPostgres.Database database = SharedPostgres.freshDatabase();
    int http = FreePorts.next();
    try (ApplicationContext application =
        SchedulerMain.start(
            "-micronaut.server.port=" + http,
            "-fairlead.scheduler.port=0",
            "-fairlead.scheduler.service-token=between-us",
            "-fairlead.scheduler.bootstrap-servers=" + SharedBroker.bootstrapServers(),
            "-fairlead.scheduler.database-url=" + database.jdbcUrl(),
            "-fairlead.scheduler.database-user=" + database.user(),
            "-fairlead.scheduler.database-password=" + database.password())) {
      SchedulerService service = application.getBean(SchedulerService.class);

      await().atMost(Duration.ofSeconds(30)).until(service::isReady);
      await().untilAsserted(() -> assertThat(get(http, "/health")).contains("UP"));
      assertThat(get(http, "/prometheus"))
          .contains("fairlead_scheduler_loop_decisions", "fairlead_scheduler_queue_depth");
    }
  }

  private static String get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
