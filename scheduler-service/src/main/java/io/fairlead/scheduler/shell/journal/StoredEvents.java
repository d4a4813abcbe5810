package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Events as the history keeps them. A task or an instance is in the change beside the event and is
 * not written twice: it is the greater part of what a commit writes.
 */
final class StoredEvents {
  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "event, change";

  private StoredEvents() {}

  /** What is stored of an event: all but the task or the instance. */
  static byte[] head(ClusterEvent event) {
    return event.toBuilder().clearTask().clearContainerInstance().build().toByteArray();
  }

  /**
   * The whole event, serialized: its head, and what it has of the change, which is not made anew.
   *
   * @param change serialized
   */
  static byte[] whole(byte[] head, byte[] change) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(change);
    return switch (WireFormat.getTagFieldNumber(in.readTag())) {
      case Change.TASK_FIELD_NUMBER ->
          with(head, ClusterEvent.TASK_FIELD_NUMBER, change, in, TaskRecord.TASK_FIELD_NUMBER);
      case Change.INSTANCE_FIELD_NUMBER ->
          with(
              head,
              ClusterEvent.CONTAINER_INSTANCE_FIELD_NUMBER,
              change,
              in,
              InstanceRecord.INSTANCE_FIELD_NUMBER);
      default -> head;
    };
  }

  /**
   * @param in stands at the record in the change, which has the entity as {@code part}
   */
  private static byte[] with(byte[] head, int field, byte[] change, CodedInputStream in, int part)
      throws IOException {
    int end = in.readRawVarint32() + in.getTotalBytesRead();
    while (in.getTotalBytesRead() < end) {
      int tag = in.readTag();
      if (WireFormat.getTagFieldNumber(tag) == part) {
        int size = in.readRawVarint32();
        return joined(head, field, change, in.getTotalBytesRead(), size);
      }
      in.skipField(tag);
    }
    throw new IOException("a record without its entity");
  }

  private static byte[] joined(byte[] head, int field, byte[] change, int from, int size)
      throws IOException {
    int prefix =
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size);
    byte[] whole = new byte[head.length + prefix + size];
    CodedOutputStream out = CodedOutputStream.newInstance(whole);
    out.writeRawBytes(head);
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
    out.writeRawBytes(change, from, size);
    out.checkNoSpaceLeft();
    return whole;
  }

  /** The event of a row that has one. */
  static ClusterEvent read(ResultSet row) throws SQLException {
    try {
      return ClusterEvent.parseFrom(whole(row.getBytes(1), row.getBytes(2)));
    } catch (IOException e) {
      throw new JournalException("reading an event", e);
    }
  }
}
