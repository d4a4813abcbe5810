package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import io.fairlead.proto.state.ServiceRecord;
import java.util.Optional;

/** Names and ARNs of services, as callers may give them. */
record ServiceNames(Realm realm, ClusterState state) {

  /** The service that a call is about; a deleted one counts as long as it is described. */
  Answer<ServiceRecord> find(String nameOrArn) {
    return lookUp(nameOrArn)
        .<Answer<ServiceRecord>>map(Answer.Yes::new)
        .orElseGet(
            () ->
                new Answer.No<>(
                    new Rejection(Rejection.Type.SERVICE_NOT_FOUND, "Service not found.")));
  }

  /** The service, unless it is unknown or the ARN is one of another cluster's. */
  Optional<ServiceRecord> lookUp(String nameOrArn) {
    boolean elsewhere =
        Arn.parse(nameOrArn)
            .filter(arn -> arn.path().contains("/"))
            .flatMap(Arn::cluster)
            .filter(cluster -> !cluster.equals(state.name()))
            .isPresent();
    return elsewhere ? Optional.empty() : state.service(Arn.nameOf(nameOrArn));
  }

  /** The ARN that the service has, or would have. */
  String arn(String nameOrArn) {
    return Arn.parse(nameOrArn).isPresent() ? nameOrArn : realm.service(state.name(), nameOrArn);
  }
}
