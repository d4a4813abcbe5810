package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.Service;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DaemonServiceTest {
  private final ServiceWorld world = new ServiceWorld(3);

  @Test
  void oneTaskOnEachInstanceThoseThatJoinLaterIncluded() {
    Service created = world.create(ServiceWorld.daemon(), ServiceWorld.plain(1));
    assertThat(created.getDeploymentConfiguration().getMaximumPercent()).isEqualTo(100);
    assertThat(created.getDeploymentConfiguration().getMinimumHealthyPercent()).isZero();
    world.obey();
    assertOneOnEach("i00", "i01", "i02");
    world.connect("i03");
    world.obey();
    assertOneOnEach("i00", "i01", "i02", "i03");
    assertThat(world.messages().getFirst()).isEqualTo("(service web) has reached a steady state.");
  }

  private void assertOneOnEach(String... instances) {
    assertThat(Stream.of(instances).map(world::tasksOn)).allMatch(tasks -> tasks.size() == 1);
    assertThat(world.tasks()).hasSize(instances.length);
    assertThat(world.service().getDesiredCount()).isEqualTo(instances.length);
    assertThat(world.service().getRunningCount()).isEqualTo(instances.length);
  }

  @Test
  void aLostInstanceNoLongerCounts() {
    world.create(ServiceWorld.daemon(), ServiceWorld.plain(1));
    world.obey();
    world.cluster.disconnect("i01");
    assertThat(world.service().getDesiredCount()).as("it may come back").isEqualTo(3);
    world.pass(Settings.DEFAULTS.lease());
    assertOneOnEach("i00", "i02");
  }

  @Test
  void onlyInstancesThatMeetTheConstraints() {
    PlacementConstraint zone =
        PlacementConstraint.newBuilder()
            .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
            .setExpression("attribute:ecs.availability-zone == a")
            .build();
    world.create(ServiceWorld.daemon().addPlacementConstraints(zone), ServiceWorld.plain(1));
    world.obey();
    assertOneOnEach("i00", "i02");
  }

  @Test
  void anUpdateNeverPutsTwoOnOneInstance() {
    world.create(ServiceWorld.daemon(), ServiceWorld.plain(1));
    world.obey();
    world.update(ServiceWorld.plain(2));
    world.connect("i03");
    for (String instance : List.of("i00", "i01", "i02", "i03")) {
      assertThat(world.tasksOn(instance)).hasSizeLessThanOrEqualTo(1);
    }
    world.obey();
    assertOneOnEach("i00", "i01", "i02", "i03");
    assertThat(world.service().getDeploymentsList()).hasSize(1);
  }

  @Test
  void onADrainingInstanceItsTaskGoesLast() {
    CreateServiceRequest.Builder other =
        ServiceWorld.request(1)
            .setServiceName("api")
            .addPlacementConstraints(
                PlacementConstraint.newBuilder()
                    .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
                    .setExpression("attribute:ecs.availability-zone == b"));
    world.create(other, ServiceWorld.plain(1));
    world.create(ServiceWorld.daemon(), ServiceWorld.plain(1));
    world.cluster.settle();
    world.drain("i01");
    assertThat(world.tasksOn("i01")).hasSize(1).noneMatch(TaskHealth::stopping);
    assertThat(world.service().getDesiredCount()).isEqualTo(2);
    world.connect("i05");
    world.cluster.settle();
    assertOneOnEach("i00", "i02", "i05");
  }
}
