package io.fairlead.scheduler.shell.journal;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.ProtoTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments as the columns hold them: to the microsecond, with time zone. */
final class Timestamps {
  private Timestamps() {}

  static String text(Instant at) {
    return at.toString();
  }

  static String text(Timestamp at) {
    return text(ProtoTime.instant(at));
  }

  static OffsetDateTime parameter(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  static Instant read(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
