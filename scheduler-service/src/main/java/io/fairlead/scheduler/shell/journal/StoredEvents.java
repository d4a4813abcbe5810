package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Events as the history keeps them. A task or an instance is in the change beside the event and is
 * not written twice: it is the greater part of what a commit writes.
 */
final class StoredEvents {
  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "event, change";

  private StoredEvents() {}

  /** What is stored of an entry's event, if it has one. */
  static Optional<byte[]> bytes(Entry entry) {
    return entry
        .event()
        .map(event -> event.toBuilder().clearTask().clearContainerInstance().build().toByteArray());
  }

  /** The event of a row that has one. */
  static ClusterEvent read(ResultSet row) throws SQLException {
    try {
      ClusterEvent.Builder event = ClusterEvent.parseFrom(row.getBytes(1)).toBuilder();
      Change change = Change.parseFrom(row.getBytes(2));
      if (change.hasTask()) {
        event.setTask(change.getTask().getTask());
      } else if (change.hasInstance()) {
        event.setContainerInstance(change.getInstance().getInstance());
      }
      return event.build();
    } catch (InvalidProtocolBufferException e) {
      throw new JournalException("reading an event", e);
    }
  }
}
