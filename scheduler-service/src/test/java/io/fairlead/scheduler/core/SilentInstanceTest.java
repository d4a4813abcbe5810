package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.state.TaskRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a service does about its tasks on an instance of which nothing is heard. */
class SilentInstanceTest {
  private static final String SILENT = "i00";

  private final ServiceWorld world = new ServiceWorld(4);

  /** Eight tasks, two on each instance; those on the one that will fall silent. */
  private List<TaskRecord> running(CreateServiceRequest.Builder request) {
    world.create(request, ServiceWorld.plain(1));
    world.obey();
    List<TaskRecord> there = world.tasksOn(SILENT);
    assertThat(there).hasSize(2);
    return there;
  }

  private List<TaskRecord> elsewhere() {
    List<TaskRecord> there = world.tasksOn(SILENT);
    return world.tasks().stream().filter(task -> !there.contains(task)).toList();
  }

  private void othersServe() {
    elsewhere().forEach(task -> world.observe(task, "RUNNING"));
  }

  private List<String> wantedThere() {
    return world.tasksOn(SILENT).stream().map(task -> task.getTask().getDesiredStatus()).toList();
  }

  @Test
  void othersStartAtOnceAndWhatIsThereIsGivenUpOnceTheyServe() {
    List<TaskRecord> there = running(ServiceWorld.request(8));

    world.cluster.fallSilent(SILENT);
    assertThat(elsewhere()).hasSize(8);
    assertThat(world.tasksOn(SILENT)).isEqualTo(there);

    othersServe();
    assertThat(elsewhere()).hasSize(8);
    assertThat(wantedThere()).containsExactly("STOPPED", "STOPPED");

    world.pass(Settings.DEFAULTS.lease());
    assertThat(world.tasksOn(SILENT)).isEmpty();
    assertThat(elsewhere()).hasSize(8);
  }

  @Test
  void whatIsThereStaysIfItIsHeardOfBeforeOthersServe() {
    List<TaskRecord> there = running(ServiceWorld.request(8));

    world.cluster.fallSilent(SILENT);
    world.connect(SILENT);

    world.obey();
    assertThat(world.tasksOn(SILENT)).isEqualTo(there);
    assertThat(elsewhere()).hasSize(6);
  }

  @Test
  void anObservationShowsThatItLives() {
    List<TaskRecord> there = running(ServiceWorld.request(8));

    world.cluster.fallSilent(SILENT);
    world.observe(there.getFirst(), "RUNNING");

    assertThat(world.cluster.state().silent()).isEmpty();
    assertThat(elsewhere())
        .filteredOn(task -> task.getTask().getDesiredStatus().equals("RUNNING"))
        .hasSize(6);
  }

  @Test
  void anAgentThatHangsUpHasALeaseToComeBack() {
    running(ServiceWorld.request(8));

    world.cluster.disconnect(SILENT);
    world.pass(Settings.DEFAULTS.lease().minus(Duration.ofSeconds(1)));
    assertThat(elsewhere()).hasSize(6);

    world.pass(Duration.ofSeconds(1));
    assertThat(elsewhere()).hasSize(8);
  }

  @Test
  void whereMoreAreSilentThanAnswerNothingIsMoved() {
    running(ServiceWorld.request(8));

    world.cluster.fallSilent("i01");
    world.cluster.fallSilent("i02");
    int before = world.tasks().size();
    world.cluster.fallSilent(SILENT);

    assertThat(world.cluster.state().silent()).isEmpty();
    assertThat(world.tasks()).hasSize(before);
  }

  @Test
  void theMaximumHolds() {
    running(ServiceWorld.request(8).setDeploymentConfiguration(ServiceWorld.limits(50, 100)));

    world.cluster.fallSilent(SILENT);

    assertThat(world.tasks()).hasSize(8);
    assertThat(wantedThere()).as("it would make no room").containsOnly("RUNNING");
    world.pass(Settings.DEFAULTS.lease());
    assertThat(elsewhere()).hasSize(8);
  }
}
