package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.proto.agent.AssignmentSet;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.Welcome;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class CableTest {
  private final Cable cable = new Cable();

  @Test
  void aSessionGoesSilentWhileItIsCutAndIsMadeAnewAfterwards() throws Exception {
    AtomicInteger sets = new AtomicInteger();
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build();
      GatewayLink link =
          new GatewayLink(
              cable.gateway(channel),
              new Credentials(ScriptedGateway.INSTANCE, "default", "FLIA1", ScriptedGateway.SECRET),
              InstantSource.system(),
              Hello::getDefaultInstance,
              counting(sets));
      try {
        link.start();
        await().until(() -> gateway.heartbeats.get() >= 2);

        cable.cut(Cable.Cut.ALL);
        gateway.send();
        int heartbeats = gateway.heartbeats.get();
        link.renew("the session ends, and no other can begin");
        await().until(() -> !link.connected());
        assertThat(gateway.heartbeats.get()).isLessThanOrEqualTo(heartbeats + 1);
        assertThat(sets).hasValue(0);

        gateway.awaitHello();
        cable.mend(Cable.Cut.ALL);
        gateway.awaitHello();
        await().until(link::connected);
      } finally {
        link.close();
        channel.shutdownNow();
      }
    }
  }

  private static Session.Listener counting(AtomicInteger sets) {
    return new Session.Listener() {
      @Override
      public void welcome(Welcome welcome) {}

      @Override
      public void assignments(AssignmentSet complete) {
        sets.incrementAndGet();
      }

      @Override
      public void away() {}
    };
  }

  @Test
  void theBrokerIsAwayWhileItIsCut() {
    MockProducer<String, byte[]> real =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    Producer<String, byte[]> producer = cable.broker(real);

    cable.cut(Cable.Cut.ALL);
    assertThatThrownBy(() -> producer.send(record("lost"))).isInstanceOf(KafkaException.class);
    cable.mend(Cable.Cut.ALL);
    var _ = producer.send(record("sent"));

    assertThat(real.history()).extracting(ProducerRecord::key).containsExactly("sent");
  }

  private static ProducerRecord<String, byte[]> record(String key) {
    return new ProducerRecord<>("topic", key, new byte[0]);
  }

  @Test
  void whatComesWhileItIsCutIsNotHeard() {
    List<String> heard = new ArrayList<>();
    Consumer<String> consumer = cable.in(heard::add);

    consumer.accept("before");
    cable.cut(Cable.Cut.ALL);
    consumer.accept("lost");
    cable.mend(Cable.Cut.ALL);
    consumer.accept("after");

    assertThat(heard).containsExactly("before", "after");
  }
}
