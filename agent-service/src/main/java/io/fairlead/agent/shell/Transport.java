package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.proto.agent.Assignment;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * What does not depend on which instance an agent is: the ways to gateway and broker, the endpoint
 * for logs and exec, the meters. An agent on a machine of its own has one alone; the agents of one
 * process share one, so that an instance costs neither connection nor platform thread.
 */
public final class Transport implements AutoCloseable {
  /** So many agents of a process join and say Hello at once: more only wait for one another. */
  private static final int COME_UP_AT_ONCE = 32;

  private final ManagedChannel gateway;
  private final Producer<String, byte[]> producer;
  private final AgentMetrics meters;
  private final AssignmentFeed feed;
  private final StreamsEndpoint streams;
  private final Semaphore arrivals;
  private final Cable cable;

  private Transport(AgentConfig config, StreamsEndpoint streams, MeterRegistry registry) {
    this.streams = streams;
    this.gateway = GatewayChannel.to(config.gateway());
    this.meters = new AgentMetrics(registry);
    KafkaClients kafka = new KafkaClients(config.kafka(), "agent-" + ProcessHandle.current().pid());
    this.producer = kafka.producer();
    this.feed = new AssignmentFeed(kafka.consumer(), new DeadLetters(producer, meters));
    this.arrivals = new Semaphore(COME_UP_AT_ONCE, true);
    this.cable = new Cable();
  }

  private Transport(Transport shared, Cable cable) {
    this.streams = shared.streams;
    this.gateway = cable.gateway(shared.gateway);
    this.meters = shared.meters;
    this.producer = cable.broker(shared.producer);
    this.feed = shared.feed;
    this.arrivals = shared.arrivals;
    this.cable = cable;
  }

  /**
   * Opens the ways; neither gateway nor broker need be there yet.
   *
   * @param config of these, what it says of the instance means nothing here
   * @throws IOException if the address for logs and exec is taken
   */
  public static Transport open(AgentConfig config, MeterRegistry registry) throws IOException {
    Transport transport =
        new Transport(
            config, StreamsEndpoint.start(config.streams(), InstantSource.system()), registry);
    transport.feed.start();
    return transport;
  }

  /** The same for one instance, through a cable of its own; closed with this one, not by itself. */
  public Transport behind(Cable ofInstance) {
    return new Transport(this, ofInstance);
  }

  ManagedChannel gateway() {
    return gateway;
  }

  Producer<String, byte[]> producer() {
    return producer;
  }

  AgentMetrics meters() {
    return meters;
  }

  /** As {@link AssignmentFeed#listen}. */
  AssignmentFeed.Listening listen(
      String instanceArn, Consumer<Assignment> assignments, Runnable repositioned) {
    return feed.listen(instanceArn, cable.in(assignments), repositioned);
  }

  StreamsEndpoint streams() {
    return streams;
  }

  /** Permits to come up. */
  Semaphore arrivals() {
    return arrivals;
  }

  /** To be closed after the agents that use it. */
  @Override
  public void close() throws InterruptedException {
    feed.close();
    streams.close();
    producer.close(Duration.ofSeconds(5));
    gateway.shutdownNow();
  }
}
