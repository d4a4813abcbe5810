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

  /** A time when not all services were whole; one that did not end has the latest end there is. */
  private record Dip(long begin, long end) {}

  /**
   * What each fault did.
   *
   * @param samples all of them, in order
   */
  public static List<Recovery> of(List<FaultBand> faults, List<Sample> samples) {
    List<Dip> dips = dips(samples);
    return faults.stream().map(fault -> of(fault, dips)).toList();
  }

  private static Recovery of(FaultBand fault, List<Dip> dips) {
    List<Dip> own =
        dips.stream()
            .filter(dip -> dip.end() > fault.begin() && dip.begin() <= fault.end() + ECHO)
            .toList();
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
