package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.EmbeddedBroker;
import io.fairlead.testkit.FreePorts;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler that is started before its broker. */
class KafkaClientsIT {

  @Test
  void waitsForTheBrokerAndFindsTheShardsThatThereAre(@TempDir Path folder) throws Exception {
    int port = FreePorts.next();
    KafkaClients clients = new KafkaClients("127.0.0.1:" + port);
    var shards = CompletableFuture.supplyAsync(() -> clients.topics(3, (short) 1));
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBroker.Settings(folder, port, FreePorts.next()))) {
      assertThat(shards.get(60, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(clients.topics(5, (short) 1)).as("they are what they were made with").isEqualTo(3);
    }
  }
}
