package io.fairlead.scheduler.core;

import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.ClusterSetting;
import io.fairlead.proto.ecs.ClusterSettingName;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.CreateClusterResponse;
import io.fairlead.proto.ecs.DeleteClusterResponse;
import io.fairlead.proto.ecs.UpdateClusterRequest;
import io.fairlead.proto.ecs.UpdateClusterResponse;
import io.fairlead.proto.state.ClusterRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The operations on a cluster itself. */
record Clusters(Draft draft, Realm realm) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,254}");
  private static final Set<String> INSIGHTS = Set.of("enabled", "disabled", "enhanced");
  private static final String ACTIVE = "ACTIVE";

  /** CreateCluster: one that is there already is answered as it is. */
  Decision.Reply create(CreateClusterRequest request) {
    Optional<Rejection> rejection = rejection(request);
    if (rejection.isPresent()) {
      return new Decision.Refused(rejection.get());
    }
    Optional<ClusterRecord> known =
        draft.state().cluster().filter(cluster -> cluster.getCluster().getStatus().equals(ACTIVE));
    if (known.isEmpty()) {
      draft.put(ClusterRecord.newBuilder().setCluster(created(request)).build());
    }
    return new Decision.Done(
        CreateClusterResponse.newBuilder().setCluster(current().getCluster()).build());
  }

  private static Optional<Rejection> rejection(CreateClusterRequest request) {
    if (request.hasClusterName() && !NAME.matcher(request.getClusterName()).matches()) {
      return Optional.of(
          Rejection.invalid(
              "clusterName must be up to 255 letters, numbers, hyphens and underscores, beginning"
                  + " with a letter."));
    }
    if (request.getCapacityProvidersCount() > 0) {
      return Optional.of(Rejection.unsupported("capacityProviders"));
    }
    if (request.getDefaultCapacityProviderStrategyCount() > 0) {
      return Optional.of(Rejection.unsupported("defaultCapacityProviderStrategy"));
    }
    if (request.hasServiceConnectDefaults()) {
      return Optional.of(Rejection.unsupported("serviceConnectDefaults"));
    }
    if (request.hasConfiguration()) {
      return Optional.of(Rejection.unsupported("configuration"));
    }
    return settings(request.getSettingsList())
        .or(() -> TagRules.complaint(request.getTagsList()))
        .map(Rejection::invalid);
  }

  private static Optional<String> settings(List<ClusterSetting> settings) {
    return settings.stream()
        .filter(setting -> !INSIGHTS.contains(setting.getValue()))
        .findFirst()
        .map(
            setting ->
                "settings: containerInsights must be enabled, disabled or enhanced, not '"
                    + setting.getValue()
                    + "'.");
  }

  private Cluster created(CreateClusterRequest request) {
    return Cluster.newBuilder()
        .setClusterArn(realm.cluster(draft.state().name()))
        .setClusterName(draft.state().name())
        .setStatus(ACTIVE)
        .addAllTags(request.getTagsList())
        .addAllSettings(withDefaults(request.getSettingsList()))
        .build();
  }

  private static List<ClusterSetting> withDefaults(List<ClusterSetting> settings) {
    return settings.isEmpty()
        ? List.of(
            ClusterSetting.newBuilder()
                .setName(ClusterSettingName.CLUSTER_SETTING_NAME_CONTAINER_INSIGHTS)
                .setValue("disabled")
                .build())
        : settings;
  }

  private ClusterRecord current() {
    return draft.state().cluster().orElseThrow();
  }

  /** UpdateCluster; the cluster is known to be ACTIVE. */
  Decision.Reply update(UpdateClusterRequest request) {
    if (request.hasServiceConnectDefaults()) {
      return new Decision.Refused(Rejection.unsupported("serviceConnectDefaults"));
    }
    if (request.hasConfiguration()) {
      return new Decision.Refused(Rejection.unsupported("configuration"));
    }
    Optional<String> complaint = settings(request.getSettingsList());
    if (complaint.isPresent()) {
      return new Decision.Refused(Rejection.invalid(complaint.get()));
    }
    if (request.getSettingsCount() > 0) {
      Cluster.Builder cluster = current().getCluster().toBuilder().clearSettings();
      put(cluster.addAllSettings(request.getSettingsList()).build());
    }
    return new Decision.Done(
        UpdateClusterResponse.newBuilder().setCluster(current().getCluster()).build());
  }

  /** DeleteCluster; the cluster is known to be ACTIVE. It stays readable as INACTIVE. */
  Decision.Reply delete() {
    ClusterState state = draft.state();
    if (state.services().stream()
        .anyMatch(each -> !each.getService().getStatus().equals("INACTIVE"))) {
      return refused(
          Rejection.Type.CLUSTER_CONTAINS_SERVICES,
          "The Cluster cannot be deleted while Services are active.");
    }
    if (state.instances().stream()
        .anyMatch(each -> !each.instance().getStatus().equals("INACTIVE"))) {
      return refused(
          Rejection.Type.CLUSTER_CONTAINS_CONTAINER_INSTANCES,
          "The Cluster cannot be deleted while Container Instances are active or draining.");
    }
    if (state.hasRunningTasks()) {
      return refused(
          Rejection.Type.CLUSTER_CONTAINS_TASKS,
          "The Cluster cannot be deleted while Tasks are active.");
    }
    put(current().getCluster().toBuilder().setStatus("INACTIVE").build());
    return new Decision.Done(
        DeleteClusterResponse.newBuilder().setCluster(current().getCluster()).build());
  }

  private void put(Cluster cluster) {
    draft.put(current().toBuilder().setCluster(cluster).build());
  }

  private static Decision.Refused refused(Rejection.Type type, String message) {
    return new Decision.Refused(new Rejection(type, message));
  }
}
