package io.fairlead.scheduler.core;

import com.google.protobuf.Message;
import io.fairlead.proto.Realm;
import io.fairlead.proto.api.ExplainRequest;
import io.fairlead.proto.api.RecordFaultRequest;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteAttributesRequest;
import io.fairlead.proto.ecs.DeleteClusterRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeregisterContainerInstanceRequest;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.ListAttributesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListServicesRequest;
import io.fairlead.proto.ecs.ListTagsForResourceRequest;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.PutAttributesRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.StartTaskRequest;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.TagResourceRequest;
import io.fairlead.proto.ecs.UntagResourceRequest;
import io.fairlead.proto.ecs.UpdateClusterRequest;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;

/** Hands each input to what decides about it. */
record Inputs(Realm realm, Settings settings, Draft draft) {

  Reply handle(Input input) {
    return switch (input) {
      case Input.Call call -> call(call);
      case Input.AgentConnected connected -> sessions().connected(connected.hello());
      case Input.AgentDisconnected gone -> sessions().disconnected(gone);
      case Input.Observed observed -> {
        sessions().heard(observed.observation());
        yield TaskLifecycle.observed(draft, observed.observation());
      }
      case Input.Tick _ -> new Deadlines(draft, sessions()).pass();
      case Input.Recovered recovered -> sessions().recovered(recovered.sessions());
    };
  }

  private Reply call(Input.Call call) {
    return switch (call.request()) {
      case CreateClusterRequest request -> new Clusters(draft, realm).create(request);
      case ListTagsForResourceRequest request -> new Tagging(draft).list(request.getResourceArn());
      case Message _ -> isActive() ? inCluster(call) : notFound();
    };
  }

  private boolean isActive() {
    return draft
        .state()
        .cluster()
        .filter(record -> record.getCluster().getStatus().equals("ACTIVE"))
        .isPresent();
  }

  private static Reply notFound() {
    return new Refused(new Rejection(Rejection.Type.CLUSTER_NOT_FOUND, "Cluster not found."));
  }

  /** The calls that need a cluster that is ACTIVE. */
  private Reply inCluster(Input.Call call) {
    return switch (call.request()) {
      case UpdateClusterRequest request -> new Clusters(draft, realm).update(request);
      case DeleteClusterRequest _ -> new Clusters(draft, realm).delete();
      case TagResourceRequest request -> new Tagging(draft).tag(request);
      case UntagResourceRequest request -> new Tagging(draft).untag(request);
      case RunTaskRequest request -> new RunTasks(realm, draft).run(request, call.definition());
      case StartTaskRequest request ->
          new StartTasks(realm, draft).start(request, call.definition());
      case StopTaskRequest request -> new StopTasks(draft, identifiers()).stop(request);
      case DescribeTasksRequest request ->
          new TaskViews(draft.state(), identifiers()).describe(request);
      case ListTasksRequest request -> new TaskLists(draft.state(), identifiers()).list(request);
      case DescribeContainerInstancesRequest request -> instances().describe(request);
      case ListContainerInstancesRequest request -> instances().list(request);
      case UpdateContainerInstancesStateRequest request -> instances().updateState(request);
      case DeregisterContainerInstanceRequest request -> instances().deregister(request);
      case PutAttributesRequest request -> attributes().put(request);
      case DeleteAttributesRequest request -> attributes().delete(request);
      case ListAttributesRequest request -> attributes().list(request);
      case CreateServiceRequest request -> services().create(request, call.definition());
      case UpdateServiceRequest request -> services().update(request, call.definition());
      case DeleteServiceRequest request -> services().delete(request);
      case DescribeServicesRequest request -> services().describe(request);
      case ListServicesRequest request -> services().list(request);
      case ExplainRequest request ->
          new Explain(draft, identifiers(), new ServiceTasks(realm, draft)).explain(request);
      case RecordFaultRequest request -> FaultRecords.record(draft, request);
      // The endpoint refuses the operations that do not exist yet.
      case Message other ->
          throw new IllegalArgumentException(
              "no call to a cluster: " + other.getDescriptorForType().getFullName());
    };
  }

  private Services services() {
    return new Services(realm, draft);
  }

  private Identifiers identifiers() {
    return new Identifiers(realm, draft.state().name());
  }

  private InstanceSessions sessions() {
    return new InstanceSessions(settings, draft);
  }

  private Instances instances() {
    return new Instances(draft, identifiers());
  }

  private InstanceAttributes attributes() {
    return new InstanceAttributes(draft, identifiers());
  }
}
