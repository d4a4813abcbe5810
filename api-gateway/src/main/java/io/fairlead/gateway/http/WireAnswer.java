package io.fairlead.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.json.ApiError;
import io.fairlead.proto.json.ErrorJson;

/**
 * An HTTP answer.
 *
 * @param outcome OK or the name of the error
 */
public record WireAnswer(
    int status, String contentType, byte[] body, String requestId, String outcome) {
  private static final String OK = "OK";
  private static final String JSON = "application/x-amz-json-1.1";

  static WireAnswer json(byte[] body, String requestId) {
    return new WireAnswer(200, JSON, body, requestId, OK);
  }

  static WireAnswer error(ApiError error, String requestId) {
    return new WireAnswer(error.status(), JSON, ErrorJson.of(error), requestId, error.type());
  }

  /** For clients of the query protocol, which read XML; the texts need no escaping. */
  static WireAnswer queryError(ApiError error, String requestId) {
    String xml =
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
            + "<RequestId>%s</RequestId></ErrorResponse>";
    byte[] body = xml.formatted(error.type(), error.message(), requestId).getBytes(UTF_8);
    return new WireAnswer(error.status(), "text/xml", body, requestId, error.type());
  }
}
