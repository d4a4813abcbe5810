package io.fairlead.bench.recovery;

import static io.fairlead.bench.placement.Instances.CLUSTER;
import static io.fairlead.bench.placement.Instances.REALM;

import io.fairlead.bench.placement.Instances;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Attribute;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A cluster as the journal has it: services with a thousand running tasks each, dealt out over all
 * instances. Each task has ids and times of its own.
 */
final class Population {
  static final int TASKS_A_SERVICE = 1_000;
  private static final int BATCH = 5_000;

  /** So many first tasks of services have room on one instance. */
  private static final int SERVICES_A_HOST = 100;

  private final Journal journal;
  private final Term term;
  private final SplittableRandom random = new SplittableRandom(3);
  private final List<Entry> batch = new ArrayList<>();
  private long seq;

  Population(Journal journal, Term term) {
    this.journal = journal;
    this.term = term;
    this.seq = term.lastSeq();
  }

  void write(int instances, int tasks) {
    List<ContainerInstance> hosts = Instances.make(instances, 1);
    int services = tasks / TASKS_A_SERVICE;
    Prototypes prototypes = new Prototypes(hosts.subList(0, 1 + services / SERVICES_A_HOST));
    List<TaskRecord> running = new ArrayList<>();
    for (int service = 0; service < services; service++) {
      running.add(prototypes.service(service));
    }
    prototypes.changes().forEach(this::add);
    hosts.forEach(host -> add(Prototypes.change(host)));
    for (int i = 0; i < tasks; i++) {
      TaskRecord like = running.get(i / TASKS_A_SERVICE);
      add(Change.newBuilder().setTask(another(like, hosts.get(i % instances), i)).build());
    }
    commit();
  }

  private TaskRecord another(TaskRecord like, ContainerInstance host, int number) {
    String id = hex(2);
    Instant createdAt = Prototypes.NOW.minusSeconds(random.nextInt(1_000_000)).plusMillis(number);
    Task.Builder task =
        like.getTask().toBuilder()
            .setTaskArn(REALM.task(CLUSTER, id))
            .setContainerInstanceArn(host.getContainerInstanceArn())
            .setAvailabilityZone(zone(host))
            .setCreatedAt(ProtoTime.of(createdAt))
            .setPullStartedAt(ProtoTime.of(createdAt.plusNanos(random.nextLong(100_000_000))))
            .setPullStoppedAt(ProtoTime.of(createdAt.plusNanos(random.nextLong(1_000_000_000))))
            .setStartedAt(ProtoTime.of(createdAt.plusNanos(1_500_000_000)))
            .setConnectivityAt(ProtoTime.of(createdAt.plusMillis(random.nextInt(1_000))));
    task.getContainersBuilder(0)
        .setTaskArn(task.getTaskArn())
        .setContainerArn(
            REALM.container(CLUSTER, id, new UUID(random.nextLong(), random.nextLong()).toString()))
        .setRuntimeId(hex(4));
    return like.toBuilder().setTask(task).build();
  }

  private String hex(int longs) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < longs; i++) {
      hex.append(HexFormat.of().toHexDigits(random.nextLong()));
    }
    return hex.toString();
  }

  private static String zone(ContainerInstance host) {
    return host.getAttributesList().stream()
        .filter(attribute -> attribute.getName().equals("ecs.availability-zone"))
        .map(Attribute::getValue)
        .findFirst()
        .orElseThrow();
  }

  private void add(Change change) {
    batch.add(new Entry(++seq, Prototypes.NOW, CLUSTER, change, Optional.empty()));
    if (batch.size() == BATCH) {
      commit();
    }
  }

  private void commit() {
    journal.commit(term, batch);
    batch.clear();
  }
}
