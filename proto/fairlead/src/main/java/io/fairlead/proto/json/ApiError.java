package io.fairlead.proto.json;

import java.util.Map;

/**
 * An error as AWS clients see it.
 *
 * @param type name of the exception, {@code __type} in JSON
 * @param status HTTP status
 * @param members what the error carries besides its message
 */
public record ApiError(String type, String message, int status, Map<String, String> members) {

  /** An error of the caller's, HTTP 400. */
  public static ApiError client(String type, String message) {
    return new ApiError(type, message, 400, Map.of());
  }

  /** The server's own trouble, HTTP 500: clients try again. */
  public static ApiError server(String message) {
    return new ApiError("ServerException", message, 500, Map.of());
  }
}
