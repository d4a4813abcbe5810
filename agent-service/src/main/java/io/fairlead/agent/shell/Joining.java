package io.fairlead.agent.shell;

import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.Variables;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.JoinRequest;
import io.fairlead.proto.api.JoinResponse;
import io.grpc.Channel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the instance has credentials: those in its data folder, or new ones for its join
 * token.
 */
record Joining(AgentConfig config, CredentialStore store, Channel gateway) {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  /**
   * @throws CannotJoin if there are neither credentials nor a token, or they are for another
   *     cluster than the configured
   * @throws io.grpc.StatusRuntimeException if the gateway refuses the token or does not answer
   */
  Credentials credentials() throws IOException {
    Credentials credentials = store.load().orElse(null);
    if (credentials == null) {
      credentials = join();
      store.save(credentials);
      LOG.info(
          "joined cluster={} instance={}",
          credentials.cluster(),
          credentials.containerInstanceArn());
    }
    return checked(credentials);
  }

  private Credentials join() {
    String token =
        config
            .joinToken()
            .orElseThrow(
                () ->
                    new CannotJoin(
                        "no credentials in "
                            + config.dataDir()
                            + " and no join token: set "
                            + Variables.JOIN_TOKEN
                            + " or "
                            + Variables.JOIN_TOKEN_FILE
                            + " to what `fairlead instances token` prints"));
    JoinResponse response =
        FleetGrpc.newBlockingStub(gateway)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .join(JoinRequest.newBuilder().setToken(token).build());
    return new Credentials(
        response.getContainerInstanceArn(),
        response.getCluster(),
        response.getAccessKeyId(),
        response.getSecretAccessKey());
  }

  private Credentials checked(Credentials credentials) {
    config
        .cluster()
        .filter(cluster -> !cluster.equals(credentials.cluster()))
        .ifPresent(
            cluster -> {
              throw new CannotJoin(
                  Variables.CLUSTER
                      + "="
                      + cluster
                      + ": the credentials in "
                      + config.dataDir()
                      + " are for cluster "
                      + credentials.cluster());
            });
    return credentials;
  }

  /** The agent cannot become an instance with the configuration it has. */
  static final class CannotJoin extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotJoin(String message) {
      super(message);
    }
  }
}
