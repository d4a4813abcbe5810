package io.fairlead.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a fault did to the services, in milliseconds.
 *
 * @param noticed from its beginning until a service had other tasks than it should; empty where
 *     none had
 * @param recovered from its beginning until all were whole again; empty where they were not
 * @param afterHealing from its end until then; 0 where they were whole before
 */
public record Recovery(
    FaultBand fault,
    Optional<Long> noticed,
    Optional<Long> recovered,
    Optional<Long> afterHealing) {

  /** How long after its end a fault may show for the first time. */
  private static final long ECHO = 15_000;

  /** What begins within so long of one another may have begun as one. */
  private static final long TOGETHER = 500;

  /** A time when not all services were whole; one that did not end has the latest end there is. */
  private record Dip(long begin, long end) {}

  /**
   * What each fault did.
   *
   * @param samples all of them, in order
   */
  public static List<Recovery> of(List<FaultBand> faults, List<Sample> samples) {
    List<Dip> dips = dips(samples);
    return faults.stream()
        .map(fault -> of(fault, dips.stream().filter(it -> concerns(it, fault, faults)).toList()))
        .toList();
  }

  /**
   * A dip is due to whatever began last before it; what begins during it has to wait for its end.
   */
  private static boolean concerns(Dip dip, FaultBand fault, List<FaultBand> all) {
    if (fault.begin() > dip.begin()) {
      return fault.begin() < dip.end();
    }
    long last =
        all.stream()
            .filter(it -> it.begin() <= dip.begin() && dip.begin() <= it.end() + ECHO)
            .mapToLong(FaultBand::begin)
            .max()
            .orElse(Long.MAX_VALUE);
    return fault.begin() >= last - TOGETHER && dip.begin() <= fault.end() + ECHO;
  }

  private static Recovery of(FaultBand fault, List<Dip> own) {
    if (own.isEmpty()) {
      return new Recovery(fault, Optional.empty(), Optional.of(0L), Optional.of(0L));
    }
    long noticed = Math.max(0, own.getFirst().begin() - fault.begin());
    long end = own.getLast().end();
    if (end == Long.MAX_VALUE) {
      return new Recovery(fault, Optional.of(noticed), Optional.empty(), Optional.empty());
    }
    return new Recovery(
        fault,
        Optional.of(noticed),
        Optional.of(end - fault.begin()),
        Optional.of(Math.max(0, end - fault.end())));
  }

  private static List<Dip> dips(List<Sample> samples) {
    List<Dip> dips = new ArrayList<>();
    long begin = -1;
    for (Sample sample : samples) {
      if (!sample.whole() && begin < 0) {
        begin = sample.at();
      } else if (sample.whole() && begin >= 0) {
        dips.add(new Dip(begin, sample.at()));
        begin = -1;
      }
    }
    if (begin >= 0) {
      dips.add(new Dip(begin, Long.MAX_VALUE));
    }
    return dips;
  }
}
