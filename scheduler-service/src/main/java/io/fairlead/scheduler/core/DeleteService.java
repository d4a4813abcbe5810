package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceResponse;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;

/** DeleteService: the service drains; when its last task has stopped it is INACTIVE. */
record DeleteService(Draft draft, ServiceNames names) {

  Reply delete(DeleteServiceRequest request) {
    return names.find(request.getService()).reply(record -> delete(record, request.getForce()));
  }

  private Reply delete(ServiceRecord record, boolean force) {
    return switch (record.getService().getStatus()) {
      case "ACTIVE" -> deleteActive(record, force);
      case "DRAINING" -> done(record);
      default -> new Refused(new Rejection(Rejection.Type.SERVICE_NOT_FOUND, "Service not found."));
    };
  }

  private Reply deleteActive(ServiceRecord record, boolean force) {
    if (!force && !Reach.isDaemon(record) && record.getService().getDesiredCount() > 0) {
      return new Refused(
          Rejection.invalid("The service cannot be stopped while it is scaled above 0."));
    }
    Service.Builder service =
        record.getService().toBuilder().setStatus("DRAINING").setDesiredCount(0);
    service.getDeploymentsBuilder(0).setDesiredCount(0);
    ServiceRecord next = record.toBuilder().setService(service).build();
    draft.put(next);
    return done(next);
  }

  private Reply done(ServiceRecord record) {
    return new Done(
        DeleteServiceResponse.newBuilder()
            .setService(ServiceViews.of(draft.state(), record, true))
            .build());
  }
}
