package io.fairlead.registry.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * The errors of the OCI distribution-spec 1.1 ("Error Codes"), and those of Docker's registry for
 * what it leaves open, each with its HTTP status.
 */
enum Problem {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DENIED(403),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(404),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  PAGINATION_NUMBER_INVALID(400),
  RANGE_INVALID(416),
  SIZE_INVALID(400),
  TAG_INVALID(400),
  UNAUTHORIZED(401),
  UNAVAILABLE(503),
  UNKNOWN(500),
  UNSUPPORTED(405);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 500;

  private final int status;

  Problem(int status) {
    this.status = status;
  }

  /** The answer that says so. */
  Answer answer(String message) {
    return answer(status, message);
  }

  /** The answer that says so with another status. */
  Answer answer(int otherStatus, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.put("code", name());
    error.put("message", message.substring(0, Math.min(message.length(), LONGEST)));
    ObjectNode all = JSON.createObjectNode();
    all.putArray("errors").add(error);
    return Answer.of(
        otherStatus, "application/json", all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
