package io.fairlead.gateway.sigv4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.gateway.identity.AccessKeys;
import io.fairlead.gateway.sigv4.Verdict.Accepted;
import io.fairlead.gateway.sigv4.Verdict.Refused;
import io.fairlead.proto.json.ApiError;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Verifies that a request was signed with a valid access key, for this region and service, now, and
 * that its body and every {@code x-amz-*} header are what was signed.
 */
public final class SignatureCheck {
  /** How far a caller's clock may be off, as at AWS. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final AccessKeys keys;
  private final String region;
  private final InstantSource clock;

  public SignatureCheck(AccessKeys keys, String region, InstantSource clock) {
    this.keys = keys;
    this.region = region;
    this.clock = clock;
  }

  /** The access key that a request says to be signed with, proven or not. */
  public static Optional<String> claimedKey(HttpCall call) {
    return Authorization.parse(call.header("authorization")).map(Authorization::accessKeyId);
  }

  /**
   * Verifies one request.
   *
   * @param service the signing name of the service that is called, e.g. {@code ecs}
   */
  public Verdict check(HttpCall call, String service) {
    String header = call.header("authorization");
    if (header.isBlank()) {
      return refuse("MissingAuthenticationTokenException", "The request is not signed.");
    }
    Optional<Authorization> parsed = Authorization.parse(header);
    if (parsed.isEmpty()) {
      return refuse(
          "IncompleteSignatureException",
          "The Authorization header must be: "
              + Authorization.ALGORITHM
              + " Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=A;B, Signature=HEX.");
    }
    Authorization authorization = parsed.get();
    return headersRefusal(call, authorization)
        .or(() -> scopeRefusal(call, authorization, service))
        .<Verdict>map(Refused::new)
        .orElseGet(() -> verify(call, authorization));
  }

  private static Optional<ApiError> headersRefusal(HttpCall call, Authorization authorization) {
    List<String> signed = authorization.signedHeaders();
    if (!signed.contains("host")) {
      return incomplete("'host' must be a signed header.");
    }
    for (String name : call.headers().keySet()) {
      if (name.startsWith("x-amz-") && !signed.contains(name)) {
        return incomplete("'" + name + "' must be a signed header.");
      }
    }
    for (String name : signed) {
      if (!call.headers().containsKey(name)) {
        return incomplete("The signed header '" + name + "' is missing.");
      }
    }
    return Optional.empty();
  }

  private Optional<ApiError> scopeRefusal(
      HttpCall call, Authorization authorization, String service) {
    if (!authorization.region().equals(region)) {
      return invalid(
          "The credential is scoped to region '%s', but this is '%s'.",
          authorization.region(), region);
    }
    if (!authorization.service().equals(service)) {
      return invalid(
          "The credential is scoped to service '%s', but the call is to '%s'.",
          authorization.service(), service);
    }
    String time = call.header("x-amz-date");
    Optional<Instant> signedAt = time(time);
    if (signedAt.isEmpty()) {
      return incomplete("The header 'x-amz-date' must be a time like 20261123T120000Z.");
    }
    if (!time.startsWith(authorization.date())) {
      return invalid(
          "The credential's date is %s, but x-amz-date is %s.", authorization.date(), time);
    }
    return timeRefusal(signedAt.get());
  }

  private Optional<ApiError> timeRefusal(Instant signedAt) {
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(SKEW))) {
      return invalid("Signature expired: signed at %s, now it is %s.", signedAt, now);
    }
    if (signedAt.isAfter(now.plus(SKEW))) {
      return invalid("Signature not yet current: signed at %s, now it is %s.", signedAt, now);
    }
    return Optional.empty();
  }

  private Verdict verify(HttpCall call, Authorization authorization) {
    Optional<AccessKey> key = keys.find(authorization.accessKeyId());
    // No session tokens are given out, so one that is sent belongs to some other installation.
    if (key.isEmpty() || call.headers().containsKey("x-amz-security-token")) {
      return refuse(
          "UnrecognizedClientException", "The access key or security token is not known here.");
    }
    String canonical =
        CanonicalRequest.of(call, authorization.signedHeaders(), Signing.hash(call.body()));
    String expected =
        Signing.sign(key.get().secret(), authorization, call.header("x-amz-date"), canonical);
    boolean same =
        MessageDigest.isEqual(
            expected.getBytes(US_ASCII), authorization.signature().getBytes(US_ASCII));
    return same
        ? new Accepted(key.get().owner())
        : refuse(
            "InvalidSignatureException",
            "The signature is not the one that this request has with that access key. Check the"
                + " secret access key.");
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Verdict refuse(String type, String message) {
    return new Refused(ApiError.client(type, message));
  }

  private static Optional<ApiError> incomplete(String message) {
    return Optional.of(ApiError.client("IncompleteSignatureException", message));
  }

  private static Optional<ApiError> invalid(String message, Object... parts) {
    return Optional.of(ApiError.client("InvalidSignatureException", message.formatted(parts)));
  }
}
