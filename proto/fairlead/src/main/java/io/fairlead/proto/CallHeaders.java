package io.fairlead.proto;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;

import io.grpc.Metadata.Key;

/**
 * Headers of the gRPC calls between services. Only the gateway sets them, after it has
 * authenticated the caller, and it drops any that a caller sends.
 */
public final class CallHeaders {
  /** {@code Bearer TOKEN} of a caller or of an instance. */
  public static final Key<String> AUTHORIZATION = Key.of("authorization", ASCII_STRING_MARSHALLER);

  /** ARN of the authenticated caller; for an instance the ARN of its container instance. */
  public static final Key<String> PRINCIPAL = Key.of("fairlead-principal", ASCII_STRING_MARSHALLER);

  /** Id of the request, as the caller is told it. */
  public static final Key<String> REQUEST_ID =
      Key.of("fairlead-request-id", ASCII_STRING_MARSHALLER);

  /** Shows that the call comes from a service of this installation. */
  public static final Key<String> SERVICE_TOKEN =
      Key.of("fairlead-service-token", ASCII_STRING_MARSHALLER);

  private CallHeaders() {}
}
