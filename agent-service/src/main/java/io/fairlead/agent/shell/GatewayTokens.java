package io.fairlead.agent.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.agent.shell.Residents.Resident;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only calls that bear a token signed with an instance's own secret and made for an agent;
 * whose secret it is says which instance is called. Beside this agent only the gateway has that
 * secret, and it makes the token after it has authorized its caller.
 */
record GatewayTokens(Residents residents, InstantSource clock) implements ServerInterceptor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEME = "Bearer ";

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String header = headers.get(CallHeaders.AUTHORIZATION);
    Optional<Resident> called =
        header != null && header.startsWith(SCHEME)
            ? called(header.substring(SCHEME.length()))
            : Optional.empty();
    if (called.isPresent()) {
      Context context = Context.current().withValue(Residents.CALLED, called.get());
      return Contexts.interceptCall(context, call, headers, next);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "needs a token that the gateway made for this agent"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** The instance that a token is for; empty where it is not good for any. */
  Optional<Resident> called(String token) {
    String[] parts = token.split("\\.", -1);
    JsonNode header = parts.length == 3 ? json(parts[0]) : null;
    if (header == null || !header.path("alg").asText().equals("HS256")) {
      return Optional.empty();
    }
    return residents
        .find(header.path("kid").asText())
        .filter(resident -> signed(parts, resident.credentials()) && forNowAndUs(parts));
  }

  private static boolean signed(String[] parts, Credentials credentials) {
    byte[] signature = decode(parts[2]);
    return signature != null
        && MessageDigest.isEqual(
            signature, BearerToken.mac(credentials.secretAccessKey(), parts[0] + "." + parts[1]));
  }

  private boolean forNowAndUs(String[] parts) {
    JsonNode claims = json(parts[1]);
    return claims != null
        && claims.path("aud").asText().equals(BearerToken.AGENT)
        && claims.path("exp").asLong() > clock.instant().getEpochSecond();
  }

  private static @Nullable JsonNode json(String part) {
    byte[] bytes = decode(part);
    try {
      return bytes == null ? null : JSON.readTree(new String(bytes, UTF_8));
    } catch (IOException e) {
      return null;
    }
  }

  private static byte @Nullable [] decode(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
