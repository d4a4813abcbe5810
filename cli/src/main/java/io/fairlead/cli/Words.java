package io.fairlead.cli;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/** Values of the API as people read them. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int SHORT_ID = 12;

  private Words() {}

  /** Name or id at the end of an ARN; "-" for nothing. */
  static String name(String arn) {
    return arn.isEmpty() ? "-" : Arn.nameOf(arn);
  }

  /** Enough of a task's or instance's id to tell it from others; commands take it for the whole. */
  static String shortId(String arn) {
    String id = name(arn);
    return ID.matcher(id).matches() ? id.substring(0, SHORT_ID) : id;
  }

  static String time(Timestamp timestamp) {
    return TIME.format(ProtoTime.instant(timestamp));
  }

  static String date(Timestamp timestamp) {
    return DATE.format(ProtoTime.instant(timestamp));
  }

  /** How long ago, in its largest unit: 5s, 12m, 3h, 2d. */
  static String age(Timestamp since, Instant now) {
    Duration age = Duration.between(ProtoTime.instant(since), now);
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** Refusals that came beside an answer, as one failure; nothing happens where there are none. */
  static void refuse(List<Failure> failures, String next) {
    if (!failures.isEmpty()) {
      List<String> texts = failures.stream().map(Words::text).distinct().toList();
      throw CommandFailure.failed(String.join("; ", texts), next);
    }
  }

  private static String text(Failure failure) {
    String detail = failure.getDetail().isEmpty() ? "" : " (" + failure.getDetail() + ")";
    return name(failure.getArn()) + ": " + failure.getReason() + detail;
  }
}
