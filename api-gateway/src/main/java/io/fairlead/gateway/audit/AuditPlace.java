package io.fairlead.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.audit.AuditRecord;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A record's place in the order of the trail. */
record AuditPlace(Instant at, String requestId) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\.(\\d{1,9}) ([\\w-]{1,64})");

  static AuditPlace of(AuditRecord record) {
    return new AuditPlace(ProtoTime.instant(record.getTime()), record.getRequestId());
  }

  /** As a page token. */
  String token() {
    String text = at.getEpochSecond() + "." + at.getNano() + " " + requestId;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** Reads a page token; empty where it is none. */
  static Optional<AuditPlace> parse(String token) {
    try {
      Matcher matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
      return matcher.matches()
          ? Optional.of(
              new AuditPlace(
                  Instant.ofEpochSecond(
                      Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))),
                  matcher.group(3)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
