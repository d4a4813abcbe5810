package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the stored state of clusters, as changes whose fold it is. Of tasks and container instances
 * there are so many that they are handed over as stored, for who need not make objects of them all.
 */
@FunctionalInterface
public interface StateSink {

  /** Takes a change of that cluster. */
  void load(String cluster, Change change);

  /** Takes container instances of that cluster, each an {@link InstanceRecord}. */
  default Intake<?> instances(String cluster) {
    return new Intake<>(
        record -> Change.newBuilder().setInstance(parse(InstanceRecord.parser(), record)).build(),
        read -> load(cluster, read));
  }

  /**
   * Takes tasks of that cluster, each a {@link TaskRecord}.
   *
   * @param definition hears the ARN of each one's definition while it is read
   */
  default Intake<?> tasks(String cluster, Consumer<String> definition) {
    return new Intake<>(
        record -> {
          TaskRecord task = parse(TaskRecord.parser(), record);
          definition.accept(task.getTask().getTaskDefinitionArn());
          return Change.newBuilder().setTask(task).build();
        },
        read -> load(cluster, read));
  }

  private void load(String cluster, List<Change> changes) {
    changes.forEach(change -> load(cluster, change));
  }

  private static <M> M parse(Parser<M> parser, ByteBuffer record) {
    try {
      return parser.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a record", e);
    }
  }
}
