package io.fairlead.scheduler.core;

import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.ListServicesRequest;
import io.fairlead.proto.ecs.ListServicesResponse;
import io.fairlead.proto.ecs.ResourceManagementType;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceField;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.Optional;
import java.util.stream.Stream;

/** What the ECS API offers for services. */
record Services(Realm realm, Draft draft) {
  /** How many services one call may describe, as in ECS. */
  private static final int MOST_DESCRIBED = 10;

  private static final int PAGE = 10;
  private static final int LONGEST_PAGE = 100;

  Reply create(CreateServiceRequest request, Optional<TaskDefinitionRecord> definition) {
    return new CreateService(realm, draft).create(request, definition);
  }

  Reply update(UpdateServiceRequest request, Optional<TaskDefinitionRecord> definition) {
    return new UpdateService(draft, names()).update(request, definition);
  }

  Reply delete(DeleteServiceRequest request) {
    return new DeleteService(draft, names()).delete(request);
  }

  Reply describe(DescribeServicesRequest request) {
    if (request.getServicesCount() == 0) {
      return new Refused(Rejection.invalid("Services cannot be empty."));
    }
    if (request.getServicesCount() > MOST_DESCRIBED) {
      return new Refused(
          Rejection.invalid("services: at most " + MOST_DESCRIBED + " can be described at once."));
    }
    boolean tags = request.getIncludeList().contains(ServiceField.SERVICE_FIELD_TAGS);
    DescribeServicesResponse.Builder response = DescribeServicesResponse.newBuilder();
    for (String name : request.getServicesList()) {
      names()
          .lookUp(name)
          .ifPresentOrElse(
              record -> response.addServices(ServiceViews.of(draft.state(), record, tags)),
              () -> response.addFailures(missing(name)));
    }
    return new Done(response.build());
  }

  private Failure missing(String name) {
    return Failure.newBuilder().setArn(names().arn(name)).setReason("MISSING").build();
  }

  Reply list(ListServicesRequest request) {
    Stream<Service> services =
        draft.state().services().stream()
            .map(ServiceRecord::getService)
            .filter(service -> !service.getStatus().equals("INACTIVE"))
            .filter(service -> matches(service, request));
    return Listing.of(
            services,
            Service::getServiceName,
            Optional.of(request.hasMaxResults() ? request.getMaxResults() : PAGE),
            LONGEST_PAGE,
            request.getNextToken())
        .reply(Services::response);
  }

  private static Reply response(Listing<Service> page) {
    ListServicesResponse.Builder response = ListServicesResponse.newBuilder();
    page.items().forEach(service -> response.addServiceArns(service.getServiceArn()));
    page.next().ifPresent(response::setNextToken);
    return new Done(response.build());
  }

  private static boolean matches(Service service, ListServicesRequest request) {
    return (!request.hasLaunchType() || service.getLaunchType() == request.getLaunchType())
        && (!request.hasSchedulingStrategy()
            || service.getSchedulingStrategy() == request.getSchedulingStrategy())
        && request.getResourceManagementType()
            != ResourceManagementType.RESOURCE_MANAGEMENT_TYPE_ECS;
  }

  private ServiceNames names() {
    return new ServiceNames(realm, draft.state());
  }
}
