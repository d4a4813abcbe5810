package io.fairlead.scheduler.api;

import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Rejection;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of the API that do not exist yet. They say so before anything of the request is
 * looked at, whether its cluster exists or not. A new operation is struck off here.
 */
final class Unbuilt {
  private static final Set<String> OPERATIONS =
      Set.of(
          "ContinueServiceDeployment",
          "CreateCapacityProvider",
          "CreateDaemon",
          "CreateExpressGatewayService",
          "CreateTaskSet",
          "DeleteAccountSetting",
          "DeleteCapacityProvider",
          "DeleteDaemon",
          "DeleteDaemonTaskDefinition",
          "DeleteExpressGatewayService",
          "DeleteTaskSet",
          "DescribeCapacityProviders",
          "DescribeDaemon",
          "DescribeDaemonDeployments",
          "DescribeDaemonRevisions",
          "DescribeDaemonTaskDefinition",
          "DescribeExpressGatewayService",
          "DescribeServiceDeployments",
          "DescribeServiceRevisions",
          "DescribeTaskSets",
          "DiscoverPollEndpoint",
          "ExecuteCommand",
          "GetTaskProtection",
          "ListAccountSettings",
          "ListDaemonDeployments",
          "ListDaemonTaskDefinitions",
          "ListDaemons",
          "ListServiceDeployments",
          "ListServicesByNamespace",
          "PutAccountSetting",
          "PutAccountSettingDefault",
          "PutClusterCapacityProviders",
          "RegisterContainerInstance",
          "RegisterDaemonTaskDefinition",
          "StopServiceDeployment",
          "SubmitAttachmentStateChanges",
          "SubmitContainerStateChange",
          "SubmitTaskStateChange",
          "UpdateCapacityProvider",
          "UpdateClusterSettings",
          "UpdateContainerAgent",
          "UpdateDaemon",
          "UpdateExpressGatewayService",
          "UpdateServicePrimaryTaskSet",
          "UpdateTaskProtection",
          "UpdateTaskSet");

  private Unbuilt() {}

  /** The refusal of an operation that does not exist yet; empty for those that do. */
  static Optional<Refused> refusal(String operation) {
    return OPERATIONS.contains(operation)
        ? Optional.of(
            new Refused(
                new Rejection(
                    Rejection.Type.UNSUPPORTED_FEATURE,
                    "Not implemented by this version of Fairlead: " + operation)))
        : Optional.empty();
  }
}
