package io.fairlead.agent.shell;

import io.fairlead.proto.CallHeaders;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Puts a fresh token of the instance on each call. */
final class BearerCredentials extends CallCredentials {
  private final Credentials credentials;
  private final InstantSource clock;

  BearerCredentials(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + credentials.bearerToken(clock.instant()));
    applier.apply(headers);
  }
}
