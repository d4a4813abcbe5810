package io.fairlead.registry.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecr.AuthorizationData;
import io.fairlead.proto.ecr.GetAuthorizationTokenResponse;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.access.Tokens;
import java.time.InstantSource;
import java.util.Base64;

/** Passwords for user AWS, for {@code docker login}. */
record SignInCalls(Place place, Tokens tokens, InstantSource clock) {

  /**
   * A password for the rights of its caller: a user's is good for twelve hours, an instance's for
   * one.
   */
  Reply token(Principal caller) {
    String password = tokens.signIn(caller);
    String pair = Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(UTF_8));
    return new Reply.Done(
        GetAuthorizationTokenResponse.newBuilder()
            .addAuthorizationData(
                AuthorizationData.newBuilder()
                    .setAuthorizationToken(pair)
                    .setExpiresAt(ProtoTime.of(clock.instant().plus(Tokens.signInValidity(caller))))
                    .setProxyEndpoint(place.endpoint()))
            .build());
  }
}
