package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.nio.ByteBuffer;

/**
 * Takes the stored state of clusters, as changes whose fold it is. Of tasks and container instances
 * there are so many that they are handed over as stored, for who need not make objects of them all.
 */
@FunctionalInterface
public interface StateSink {

  /** Takes a change of that cluster. */
  void load(String cluster, Change change);

  /**
   * Takes a container instance of that cluster.
   *
   * @param record the bytes of an {@link InstanceRecord}, of an array, for as long as the call
   *     lasts
   */
  default void loadInstance(String cluster, ByteBuffer record) {
    try {
      load(cluster, Change.newBuilder().setInstance(InstanceRecord.parseFrom(record)).build());
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a container instance", e);
    }
  }

  /**
   * Takes a task of that cluster.
   *
   * @param record the bytes of a {@link TaskRecord}, of an array, for as long as the call lasts
   * @return the ARN of the task's definition
   */
  default String loadTask(String cluster, ByteBuffer record) {
    try {
      TaskRecord task = TaskRecord.parseFrom(record);
      load(cluster, Change.newBuilder().setTask(task).build());
      return task.getTask().getTaskDefinitionArn();
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading a task", e);
    }
  }
}
