package io.fairlead.scheduler;

import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.Heartbeat;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.scheduler.core.TestCluster;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent's side of a session. */
final class TestAgent implements StreamObserver<SchedulerMessage>, AutoCloseable {
  private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final StreamObserver<AgentMessage> scheduler;
  private final Hello hello;

  /**
   * Says Hello as an instance with 2048 CPU units and 4096 MiB, with the credentials of another.
   */
  TestAgent(TestScheduler scheduler, String cluster, String id, String principal) {
    String arn = TestCluster.REALM.containerInstance(cluster, id);
    this.hello =
        TestCluster.hello(id, 2048, 4096, Map.of()).toBuilder()
            .setCluster(cluster)
            .setContainerInstanceArn(arn)
            .build();
    this.scheduler = scheduler.agent(principal.isEmpty() ? arn : principal).connect(this);
    this.scheduler.onNext(AgentMessage.newBuilder().setHello(hello).build());
  }

  TestAgent(TestScheduler scheduler, String cluster, String id) {
    this(scheduler, cluster, id, "");
  }

  Welcome welcome() throws Exception {
    return welcome.get(15, TimeUnit.SECONDS);
  }

  /** Shows from its welcome on, until the session ends, that it lives. */
  TestAgent alive() {
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    heart.scheduleAtFixedRate(
        () -> {
          if (ended.isDone()) {
            heart.shutdown();
          } else if (welcome.isDone()) {
            beat();
          }
        },
        0,
        100,
        TimeUnit.MILLISECONDS);
    return this;
  }

  synchronized void beat() {
    scheduler.onNext(
        AgentMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** Why the scheduler has ended the session. */
  CompletableFuture<Throwable> ended() {
    return ended;
  }

  String arn() {
    return hello.getContainerInstanceArn();
  }

  @Override
  public void onNext(SchedulerMessage message) {
    switch (message.getMessageCase()) {
      case WELCOME -> welcome.complete(message.getWelcome());
      case HEARTBEAT_ACK -> acknowledged.incrementAndGet();
      case ASSIGNMENTS, MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public void onError(Throwable failure) {
    welcome.completeExceptionally(failure);
    ended.complete(failure);
  }

  @Override
  public void onCompleted() {
    ended.complete(new IllegalStateException("completed"));
  }

  @Override
  public synchronized void close() {
    ended.complete(new IllegalStateException("closed"));
    scheduler.onCompleted();
  }
}
