package io.fairlead.scheduler.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final int RANDOM_RECORDS = 20_000;

  @Test
  void randomTasksComeBackByteForByte() {
    comesBack(Records.ofTasks(), Records.ofTasks(), TaskRecord.getDefaultInstance());
  }

  @Test
  void randomInstancesComeBackByteForByte() {
    comesBack(Records.ofInstances(), Records.ofInstances(), InstanceRecord.getDefaultInstance());
  }

  /**
   * @param other has not seen the record, so it must make it from what is packed
   */
  private static <M extends Message> void comesBack(Records<M> records, Records<M> other, M empty) {
    RandomMessages random = new RandomMessages(11);
    for (int i = 0; i < RANDOM_RECORDS; i++) {
      @SuppressWarnings("unchecked") // It is like the empty one.
      M record = (M) random.like(empty);
      byte[] bytes = record.toByteArray();

      Packed<M> packed = records.pack(ByteBuffer.wrap(bytes));

      assertThat(records.bytes(packed)).isEqualTo(bytes);
      assertThat(other.unpack(packed)).isEqualTo(record);
      assertThat(other.unpack(packed).toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void whatNoRecordSharesAnyMoreIsForgotten() {
    Records<TaskRecord> records = Records.ofTasks();
    Packed<TaskRecord> stays = pack(records, "stays");
    records.replace(null, stays);
    Packed<TaskRecord> last = null;
    for (int i = 0; i < RANDOM_RECORDS; i++) {
      Packed<TaskRecord> next = pack(records, "service-" + i);
      records.replace(last, next);
      last = next;
    }

    assertThat(records.stencils()).isLessThan(2_000);
    assertThat(pack(records, "stays").stencil).isSameAs(stays.stencil);
  }

  private static Packed<TaskRecord> pack(Records<TaskRecord> records, String service) {
    TaskRecord task = task("1", 7).toBuilder().setService(service).build();
    return records.pack(task, task.getTask().getTaskArn());
  }

  @Test
  void momentsComeBackHoweverFarApartOrOdd() {
    Records<TaskRecord> records = Records.ofTasks();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < RANDOM_RECORDS; i++) {
      TaskRecord.Builder task = TaskRecord.newBuilder();
      task.getTaskBuilder()
          .setCreatedAt(moment(random))
          .setStartedAt(moment(random))
          .setStoppedAt(moment(random));
      byte[] bytes = task.build().toByteArray();

      assertThat(records.bytes(records.pack(ByteBuffer.wrap(bytes)))).isEqualTo(bytes);
    }
  }

  private static Timestamp moment(SplittableRandom random) {
    return Timestamp.newBuilder()
        .setSeconds(
            random.nextBoolean()
                ? 1_790_000_000L + random.nextInt(100_000)
                : random.nextLong() >> random.nextInt(64))
        .setNanos(
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> random.nextInt(1_000) * 1_000_000;
              case 2 -> random.nextInt(1_000_000_000);
              default -> random.nextInt();
            })
        .build();
  }

  @Test
  void tasksThatDifferOnlyInIdsAndTimesShareTheirStencil() {
    Records<TaskRecord> records = Records.ofTasks();
    Packed<TaskRecord> one = records.pack(ByteBuffer.wrap(task("1", 1_795_000_000L).toByteArray()));
    Packed<TaskRecord> two = records.pack(ByteBuffer.wrap(task("2", 1_795_086_400L).toByteArray()));

    assertThat(one.stencil).isSameAs(two.stencil);
    assertThat(one.own.length).isLessThan(64);
    assertThat(one.shared().getTask().getGroup()).isEqualTo("service:web");
    assertThat(one.arn()).isEqualTo(task("1", 0).getTask().getTaskArn());
    assertThat(one.host()).isEqualTo(task("1", 0).getTask().getContainerInstanceArn());
    assertThat(one).isLessThan(two);
  }

  private static TaskRecord task(String digit, long seconds) {
    TaskRecord.Builder task = TaskRecord.newBuilder().setService("web").setAssignmentVersion(1);
    task.getTaskBuilder()
        .setTaskArn("arn:aws:ecs:us-east-1:000000000000:task/c/" + digit.repeat(32))
        .setContainerInstanceArn(
            "arn:aws:ecs:us-east-1:000000000000:container-instance/c/" + "a".repeat(32))
        .setGroup("service:web")
        .setCreatedAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(7_000_000))
        .setLastStatus("RUNNING");
    return task.build();
  }

  @Test
  void whatPlacementAsksOfAllInstancesIsShared() {
    Records<InstanceRecord> records = Records.ofInstances();
    RandomMessages random = new RandomMessages(12);
    for (int i = 0; i < RANDOM_RECORDS; i++) {
      InstanceRecord record = (InstanceRecord) random.like(InstanceRecord.getDefaultInstance());
      ContainerInstance whole = record.getInstance();

      ContainerInstance shared =
          records.pack(ByteBuffer.wrap(record.toByteArray())).shared().getInstance();

      assertThat(shared.getStatus()).isEqualTo(whole.getStatus());
      assertThat(shared.getAgentConnected()).isEqualTo(whole.getAgentConnected());
      assertThat(shared.getAttributesList()).isEqualTo(whole.getAttributesList());
      assertThat(shared.getRegisteredResourcesList()).isEqualTo(whole.getRegisteredResourcesList());
      assertThat(shared.getVersionInfo()).isEqualTo(whole.getVersionInfo());
    }
  }

  @Test
  void portsAreATasksOwn() {
    Records<TaskRecord> records = Records.ofTasks();
    TaskRecord.Builder task = task("1", 7).toBuilder();
    task.getReservedBuilder().setCpu(5);
    assertThat(
            records
                .pack(ByteBuffer.wrap(task.build().toByteArray()))
                .shares(TaskRecord.RESERVED_FIELD_NUMBER))
        .isTrue();

    task.getReservedBuilder().addTcpPorts(8080);
    Packed<TaskRecord> packed = records.pack(ByteBuffer.wrap(task.build().toByteArray()));
    assertThat(packed.shares(TaskRecord.RESERVED_FIELD_NUMBER)).isFalse();
    assertThat(packed.shared().getReserved().getCpu()).isEqualTo(5);
    assertThat(records.unpack(packed)).isEqualTo(task.build());
  }
}
