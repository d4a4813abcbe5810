package io.fairlead.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What schedulers and agents rely on of a bus, simulated or real: two partitions, one group. */
abstract class BusContract {

  /** A topic of two partitions, with nothing in it, as one process sees it. */
  interface Bus {
    /** Sends a record, and returns when it has arrived. */
    void send(int partition, String value);

    /** Reads a partition from its end on, outside of the group. */
    Reader readerAtEnd(int partition);

    /** Joins the group. */
    Member join(String name);
  }

  /** One who reads a partition. */
  interface Reader {
    /** What has come since, in order; waits until there is that much, if it comes at all. */
    List<String> read(int atLeast);
  }

  /** One who shares the partitions with the other members. */
  interface Member {
    /** The partitions that are this member's, after all members have settled. */
    Set<Integer> partitions();

    /** What has come to them; waits until there is that much, if it comes at all. */
    List<String> read(int atLeast);

    /** Remembers that all that was read has been dealt with. */
    void commit();

    /** Goes back to what was committed last. */
    void rewind();

    void leave();
  }

  abstract Bus bus();

  @Test
  void recordsOfAPartitionKeepTheirOrder() {
    Bus bus = bus();
    Member member = bus.join("a");
    bus.send(0, "one");
    bus.send(0, "two");
    bus.send(0, "three");

    assertThat(member.read(3)).containsExactly("one", "two", "three");
  }

  @Test
  void whoReadsFromTheEndSeesOnlyWhatComesAfterwards() {
    Bus bus = bus();
    bus.send(1, "before");
    Reader reader = bus.readerAtEnd(1);
    bus.send(0, "elsewhere");
    bus.send(1, "after");

    assertThat(reader.read(1)).containsExactly("after");
  }

  @Test
  void readersOutsideOfTheGroupTakeNothingFromIt() {
    Bus bus = bus();
    Member member = bus.join("a");
    Reader reader = bus.readerAtEnd(0);
    bus.send(0, "one");

    assertThat(reader.read(1)).containsExactly("one");
    assertThat(member.read(1)).containsExactly("one");
  }

  @Test
  void aLoneMemberHasAllPartitionsAndTwoShareThem() {
    Bus bus = bus();
    Member one = bus.join("a");
    assertThat(one.partitions()).containsExactlyInAnyOrder(0, 1);

    Member two = bus.join("b");
    Set<Integer> all = new TreeSet<>(two.partitions());
    assertThat(all).hasSize(1);
    all.addAll(one.partitions());
    assertThat(one.partitions()).hasSize(1);
    assertThat(all).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void whatWasNotCommittedComesAgainToTheNextOwner() {
    Bus bus = bus();
    Member one = bus.join("a");
    bus.send(0, "dealt with");
    assertThat(one.read(1)).containsExactly("dealt with");
    one.commit();
    bus.send(0, "only read");
    assertThat(one.read(1)).containsExactly("only read");
    one.leave();

    Member two = bus.join("b");
    assertThat(two.partitions()).containsExactlyInAnyOrder(0, 1);
    assertThat(two.read(1)).containsExactly("only read");
  }

  @Test
  void goingBackRepeatsWhatWasNotCommitted() {
    Bus bus = bus();
    Member member = bus.join("a");
    bus.send(0, "one");
    bus.send(0, "two");
    List<String> first = new ArrayList<>(member.read(2));
    member.rewind();

    assertThat(member.read(2)).isEqualTo(first);
  }
}
