package io.fairlead.scheduler.shell.journal;

import static io.fairlead.scheduler.shell.journal.Records.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every journal keeps to. */
abstract class JournalContract {

  /** A journal with nothing in it. */
  abstract Journal journal();

  /** What was committed to the journal that was made last. */
  abstract History history();

  private static List<Entry> entries(long first, String cluster, Change... changes) {
    List<Entry> entries = new ArrayList<>();
    for (Change change : changes) {
      entries.add(entry(first + entries.size(), cluster, change));
    }
    return entries;
  }

  private static Map<String, List<Change>> load(Journal journal) {
    Map<String, List<Change>> loaded = new TreeMap<>();
    journal.load(
        cluster -> true,
        (cluster, change) ->
            loaded.computeIfAbsent(cluster, name -> new ArrayList<>()).add(change));
    return loaded;
  }

  @Test
  void aFirstOwnerBeginsAtNothing() {
    Term term = journal().take(3, "a:1");

    assertThat(term.shard()).isEqualTo(3);
    assertThat(term.lastSeq()).isZero();
    assertThat(term.publishedSeq()).isZero();
  }

  @Test
  void theNextOwnerHasAHigherEpochAndGoesOnWhereTheFirstEnded() {
    Journal journal = journal();
    Term first = journal.take(3, "a:1");
    journal.commit(first, entries(1, "c", Records.cluster("c"), Records.definition()));
    journal.published(first, 1);

    Term second = journal.take(3, "b:1");

    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(second.lastSeq()).isEqualTo(2);
    assertThat(second.lastAt()).isEqualTo(Records.NOW);
    assertThat(second.publishedSeq()).isEqualTo(1);
    assertThat(journal.owner(3)).contains("b:1");
    assertThat(journal.owner(4)).isEmpty();
  }

  @Test
  void aLateOwnerIsRefusedAndWritesNothing() {
    Journal journal = journal();
    Term late = journal.take(3, "a:1");
    Term current = journal.take(3, "b:1");

    assertThatThrownBy(() -> journal.commit(late, entries(1, "c", Records.cluster("c"))))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> journal.commit(late, List.of())).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> journal.published(late, 1)).isInstanceOf(FencedException.class);
    assertThat(load(journal)).isEmpty();
    journal.commit(current, List.of());
  }

  @Test
  void ownersOfOtherShardsAreNotConcerned() {
    Journal journal = journal();
    Term one = journal.take(1, "a:1");
    journal.take(2, "b:1");

    journal.commit(one, entries(1, "c", Records.cluster("c")));

    assertThat(load(journal)).containsOnlyKeys("c");
  }

  @Test
  void whatWasCommittedIsLoadedInItsLatestForm() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(
        term,
        entries(
            1,
            "c",
            Records.cluster("c"),
            Records.definition(),
            Records.instance("c", "i1", "ACTIVE"),
            Records.service("c", "s"),
            Records.serviceEvent("s", "begun"),
            Records.task("c", "t1", "PENDING"),
            Records.token("RunTask/1")));
    journal.commit(
        term,
        entries(
            8,
            "c",
            Records.task("c", "t1", "RUNNING"),
            Records.instance("c", "i1", "DRAINING"),
            Records.serviceEvent("s", "steady")));

    assertThat(load(journal).get("c"))
        .containsExactlyInAnyOrder(
            Records.cluster("c"),
            Records.definition(),
            Records.instance("c", "i1", "DRAINING"),
            Records.service("c", "s"),
            Records.serviceEvent("s", "begun"),
            Records.serviceEvent("s", "steady"),
            Records.task("c", "t1", "RUNNING"),
            Records.token("RunTask/1"));
  }

  @Test
  void onlyTheClustersAskedForAreLoaded() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(term, entries(1, "c", Records.cluster("c")));
    journal.commit(term, entries(2, "d", Records.cluster("d")));
    List<String> loaded = new ArrayList<>();

    journal.load("d"::equals, (cluster, change) -> loaded.add(cluster));

    assertThat(loaded).containsExactly("d");
  }

  @Test
  void eventsOfAServiceKeepTheirOrderAndOnlyTheLastHundredAreLoaded() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    List<Entry> entries =
        new ArrayList<>(entries(1, "c", Records.cluster("c"), Records.service("c", "s")));
    for (int i = 0; i < 130; i++) {
      entries.add(entry(3 + i, "c", Records.serviceEvent("s", "event " + i)));
    }
    journal.commit(term, entries);

    List<String> messages =
        load(journal).get("c").stream()
            .filter(Change::hasServiceEvent)
            .map(change -> change.getServiceEvent().getEvent().getMessage())
            .toList();

    assertThat(messages).hasSize(100).startsWith("event 30").endsWith("event 129");
  }

  @Test
  void whatIsForgottenIsNotLoaded() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(
        term,
        entries(
            1,
            "c",
            Records.cluster("c"),
            Records.instance("c", "i1", "ACTIVE"),
            Records.service("c", "s"),
            Records.serviceEvent("s", "begun"),
            Records.task("c", "t1", "STOPPED"),
            Records.token("RunTask/1 with a space")));
    journal.commit(
        term,
        entries(
            7,
            "c",
            Records.forget(Forget.newBuilder().setTaskArn(Records.REALM.task("c", "t1"))),
            Records.forget(Forget.newBuilder().setServiceArn(Records.REALM.service("c", "s"))),
            Records.forget(Forget.newBuilder().setInstanceArn(Records.instanceArn("c", "i1"))),
            Records.forget(Forget.newBuilder().setTokenKey("RunTask/1 with a space"))));

    assertThat(load(journal).get("c")).containsExactly(Records.cluster("c"));
  }

  @Test
  void withinABatchTheLaterOfChangeAndForgettingCounts() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    Forget.Builder forgetTask = Forget.newBuilder().setTaskArn(Records.REALM.task("c", "t1"));
    journal.commit(
        term,
        entries(
            1,
            "c",
            Records.cluster("c"),
            Records.task("c", "t1", "STOPPED"),
            Records.forget(forgetTask),
            Records.token("k"),
            Records.forget(Forget.newBuilder().setTokenKey("k")),
            Records.token("k")));

    assertThat(load(journal).get("c"))
        .containsExactlyInAnyOrder(Records.cluster("c"), Records.token("k"));
  }

  @Test
  void aServiceMadeAnewDoesNotShowTheEventsOfTheForgottenOne() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(
        term,
        entries(
            1,
            "c",
            Records.cluster("c"),
            Records.service("c", "s"),
            Records.serviceEvent("s", "old"),
            Records.forget(Forget.newBuilder().setServiceArn(Records.REALM.service("c", "s"))),
            Records.service("c", "s"),
            Records.serviceEvent("s", "new")));

    assertThat(load(journal).get("c").stream().filter(Change::hasServiceEvent))
        .containsExactly(Records.serviceEvent("s", "new"));
  }

  @Test
  void eventsAreReadFromAnyPosition() {
    Journal journal = journal();
    Term term = journal.take(2, "a:1");
    journal.commit(
        term,
        List.of(
            entry(1, "c", Records.cluster("c")),
            entry(2, "d", Records.cluster("d")),
            entry(3, "c", Records.task("c", "t1", "PENDING"))));
    History history = history();

    assertThat(history.clusterEvents("c", 0, 10))
        .extracting(ClusterEvent::getPosition)
        .containsExactly(1L, 3L);
    assertThat(history.clusterEvents("c", 1, 10))
        .extracting(ClusterEvent::getPosition)
        .containsExactly(3L);
    assertThat(history.shardEvents(2, 1, 1))
        .extracting(ClusterEvent::getPosition)
        .containsExactly(2L);
    assertThat(history.positionBefore("c", Records.NOW)).isZero();
    assertThat(history.positionBefore("c", Records.NOW.plusSeconds(1))).isEqualTo(3);
  }

  @Test
  void anEventComesBackWithAllThatItTells() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    Change task = Records.task("c", "t1", "PENDING");
    Change instance = Records.instance("c", "i1", "ACTIVE");
    ClusterEvent ofTask = told(2, builder -> builder.setTask(task.getTask().getTask()));
    ClusterEvent ofInstance =
        told(3, builder -> builder.setContainerInstance(instance.getInstance().getInstance()));
    ClusterEvent ofService =
        told(4, builder -> builder.getDeploymentBuilder().setEventName("COMPLETED"));
    journal.commit(
        term,
        List.of(
            entry(1, "c", Records.cluster("c")),
            new Entry(2, Records.NOW, "c", task, Optional.of(ofTask)),
            new Entry(3, Records.NOW, "c", instance, Optional.of(ofInstance)),
            new Entry(4, Records.NOW, "c", Records.service("c", "s"), Optional.of(ofService))));

    assertThat(history().clusterEvents("c", 1, 10)).containsExactly(ofTask, ofInstance, ofService);
  }

  private static ClusterEvent told(long position, Consumer<ClusterEvent.Builder> detail) {
    ClusterEvent.Builder event =
        ClusterEvent.newBuilder().setPosition(position).setClusterArn(Records.REALM.cluster("c"));
    detail.accept(event);
    return event.build();
  }

  @Test
  void aForgottenTaskIsStillInTheHistory() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    String arn = Records.REALM.task("c", "t1");
    journal.commit(
        term,
        entries(
            1,
            "c",
            Records.cluster("c"),
            Records.task("c", "t1", "STOPPED"),
            Records.forget(Forget.newBuilder().setTaskArn(arn))));

    assertThat(history().task(arn)).contains(Records.task("c", "t1", "STOPPED").getTask());
    assertThat(history().task(Records.REALM.task("c", "t2"))).isEmpty();
  }

  @Test
  void aPositionCannotBeWrittenTwice() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(term, entries(1, "c", Records.cluster("c")));

    assertThatThrownBy(() -> journal.commit(term, entries(1, "c", Records.cluster("c"))))
        .isInstanceOf(JournalException.class);
  }

  @Test
  void definitionsThatNothingUsesAreNotLoaded() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(term, entries(1, "c", Records.cluster("c"), Records.definition()));

    assertThat(load(journal).get("c")).containsExactly(Records.cluster("c"));
  }
}
