package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes the stored state of clusters, as changes whose fold it is. Of tasks and container instances
 * there are so many that they are handed over as stored, for who need not make objects of them all,
 * and in two steps: they are read in another thread, some rows ahead of the one that folds them in.
 */
@FunctionalInterface
public interface StateSink {

  /** Takes a change of that cluster. */
  void load(String cluster, Change change);

  /**
   * Reads a container instance of that cluster.
   *
   * @param record the bytes of an {@link InstanceRecord}, of an array, for as long as the call
   *     lasts
   * @return what takes it, in the thread that loads
   */
  default Runnable readInstance(String cluster, ByteBuffer record) {
    try {
      Change change = Change.newBuilder().setInstance(InstanceRecord.parseFrom(record)).build();
      return () -> load(cluster, change);
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a container instance", e);
    }
  }

  /**
   * Reads a task of that cluster.
   *
   * @param record the bytes of a {@link TaskRecord}, of an array, for as long as the call lasts
   * @param definition hears the ARN of the task's definition
   * @return what takes it, in the thread that loads
   */
  default Runnable readTask(String cluster, ByteBuffer record, Consumer<String> definition) {
    try {
      TaskRecord task = TaskRecord.parseFrom(record);
      definition.accept(task.getTask().getTaskDefinitionArn());
      Change change = Change.newBuilder().setTask(task).build();
      return () -> load(cluster, change);
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a task", e);
    }
  }
}
