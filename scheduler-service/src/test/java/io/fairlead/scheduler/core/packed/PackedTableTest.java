package io.fairlead.scheduler.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Table and list against a sorted map, whatever the names look like. */
class PackedTableTest {
  private final Records<TaskRecord> records = Records.ofTasks();
  private final PackedTable<Packed<TaskRecord>> table = new PackedTable<>();
  private final PackedList<TaskRecord> list = new PackedList<>();
  private final Map<String, TaskRecord> model = new TreeMap<>();
  private final SplittableRandom random = new SplittableRandom(1);

  private String arn() {
    int number = random.nextInt(500);
    return switch (number % 3) {
      case 0 -> "arn:1/" + hex(0, number);
      case 1 -> "arn:2/" + hex(number * 0x9E3779B97F4A7C15L, number % 7);
      default -> "arn:1/t" + number;
    };
  }

  private static String hex(long high, long low) {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  @Test
  void theyHoldWhatAMapHolds() {
    for (int i = 0; i < 20_000; i++) {
      String arn = arn();
      if (random.nextInt(5) < 3) {
        put(arn, i);
      } else {
        remove(arn);
      }
      assertThat(table.size()).isEqualTo(model.size());
      assertThat(list.size()).isEqualTo(model.size());
      TaskRecord known = model.get(arn);
      Packed<TaskRecord> found = table.get(arn);
      assertThat(found == null ? null : records.unpack(found)).isEqualTo(known);
    }
    assertThat(list.stream().map(records::unpack)).containsExactlyElementsOf(model.values());
    assertThat(table.stream().sorted().map(records::unpack))
        .containsExactlyElementsOf(model.values());
  }

  private void put(String arn, int version) {
    TaskRecord record =
        TaskRecord.newBuilder()
            .setTask(Task.newBuilder().setTaskArn(arn).setVersion(version))
            .build();
    Packed<TaskRecord> row = records.pack(record, arn);
    Packed<TaskRecord> previous = table.put(row);
    if (previous != null) {
      assertThat(list.remove(previous)).isTrue();
    }
    list.add(row);
    model.put(arn, record);
  }

  private void remove(String arn) {
    Packed<TaskRecord> previous = table.remove(arn);
    assertThat(previous != null).isEqualTo(model.remove(arn) != null);
    if (previous != null) {
      assertThat(list.remove(previous)).isTrue();
    }
  }
}
