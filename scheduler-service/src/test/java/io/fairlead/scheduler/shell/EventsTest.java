package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.events.ServiceAction;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ServiceEventRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.shell.journal.Records;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final ClusterState state = new ClusterState("c");
  private final Events events = new Events(Records.REALM);

  private Optional<ClusterEvent> event(Change change) {
    return events.of(state, change, 7, Records.NOW);
  }

  @Test
  void aTaskThatLooksAsBeforeIsNoNews() {
    Change pending = Records.task("c", "t1", "PENDING");

    ClusterEvent first = event(pending).orElseThrow();
    state.apply(pending);

    assertThat(first.getDetailType()).isEqualTo("ECS Task State Change");
    assertThat(first.getPosition()).isEqualTo(7);
    assertThat(first.getClusterArn()).isEqualTo(Records.REALM.cluster("c"));
    assertThat(first.getResourcesList()).containsExactly(Records.REALM.task("c", "t1"));
    assertThat(event(pending)).isEmpty();
    assertThat(event(Records.task("c", "t1", "RUNNING"))).isPresent();
  }

  @Test
  void anInstanceThatLooksAsBeforeIsNoNews() {
    Change active = Records.instance("c", "i1", "ACTIVE");

    assertThat(event(active).orElseThrow().getDetailType())
        .isEqualTo("ECS Container Instance State Change");
    state.apply(active);

    assertThat(event(active)).isEmpty();
    assertThat(event(Records.instance("c", "i1", "DRAINING"))).isPresent();
  }

  @Test
  void aServicesAnnouncementIsPassedOnAndItsOwnEventsAreNot() {
    ServiceAction action = ServiceAction.newBuilder().setEventName("SERVICE_STEADY_STATE").build();
    Change announced =
        Change.newBuilder()
            .setServiceEvent(ServiceEventRecord.newBuilder().setService("s").setAction(action))
            .build();

    ClusterEvent event = event(announced).orElseThrow();

    assertThat(event.getDetailType()).isEqualTo("ECS Service Action");
    assertThat(event.getServiceAction()).isEqualTo(action);
    assertThat(event.getResourcesList()).containsExactly(Records.REALM.service("c", "s"));
    assertThat(event(Records.serviceEvent("s", "only for the service"))).isEmpty();
  }
}
