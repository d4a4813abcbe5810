package io.fairlead.cli;

import io.fairlead.cli.report.Report;
import io.fairlead.cli.scenario.Expectations;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.Task;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Calls a service's tasks, ten times a second: any of those that the API says run, whatever may be
 * the matter with it. A call has a second, and no second try.
 */
final class Probe implements AutoCloseable {
  private static final int DISTANCE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int OK = 200;

  private final Client client;
  private final Expectations.Availability expected;
  private final Instant begin;
  private final Random random;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<String, String> hosts = new HashMap<>();
  private final Map<Long, int[]> bySecond = new TreeMap<>();
  private final Thread thread;
  private volatile List<URI> addresses = List.of();
  private volatile boolean closed;

  Probe(Client client, Expectations.Availability expected, Instant begin, long seed) {
    this.client = client;
    this.expected = expected;
    this.begin = begin;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().daemon().name("probe").start(this::run);
  }

  /** The tasks as they are now; those before while nobody can say where one is. */
  void tasks(List<Task> tasks) {
    try {
      addresses = addresses(tasks);
    } catch (StatusRuntimeException away) {
      // Asked again at the next look.
    }
  }

  private List<URI> addresses(List<Task> tasks) {
    List<URI> found = new ArrayList<>();
    for (Task task : tasks) {
      if (task.getLastStatus().equals("RUNNING")
          && Lookout.serviceOf(task).equals(expected.service())) {
        port(task)
            .ifPresent(
                port ->
                    found.add(URI.create("http://" + host(task) + ":" + port + expected.path())));
      }
    }
    return found;
  }

  private static Optional<Integer> port(Task task) {
    return task.getContainersList().stream()
        .flatMap(container -> container.getNetworkBindingsList().stream())
        .findFirst()
        .map(NetworkBinding::getHostPort);
  }

  /** Where the instance is: its agent listens there, too. */
  private String host(Task task) {
    return hosts.computeIfAbsent(
        task.getContainerInstanceArn(),
        _ -> {
          String agent =
              client
                  .insight()
                  .locateTask(
                      LocateTaskRequest.newBuilder()
                          .setCluster(client.cluster())
                          .setTask(task.getTaskArn())
                          .build())
                  .getAgentAddress();
          return agent.substring(0, Math.max(0, agent.lastIndexOf(':')));
        });
  }

  private void run() {
    try {
      while (!closed) {
        List<URI> present = addresses;
        if (!present.isEmpty()) {
          URI address = present.get(random.nextInt(present.size()));
          Thread.ofVirtual().start(() -> call(address));
        }
        Thread.sleep(DISTANCE_MILLIS);
      }
    } catch (InterruptedException told) {
      // It is over.
    }
  }

  private void call(URI address) {
    long second = Duration.between(begin, Clock.systemUTC().instant()).toSeconds();
    boolean answered;
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      answered = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      answered = false;
    } catch (InterruptedException e) {
      return;
    }
    count(second, answered);
  }

  private synchronized void count(long second, boolean answered) {
    int[] counts = bySecond.computeIfAbsent(second, _ -> new int[2]);
    counts[0]++;
    counts[1] += answered ? 1 : 0;
  }

  synchronized List<Report.Answers> answers() {
    return bySecond.entrySet().stream()
        .map(it -> new Report.Answers(it.getKey() * 1_000, it.getValue()[0], it.getValue()[1]))
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
