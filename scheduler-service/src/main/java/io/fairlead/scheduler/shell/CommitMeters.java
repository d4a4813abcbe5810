package io.fairlead.scheduler.shell;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How large commits are and how long they take. */
record CommitMeters(Timer time, DistributionSummary size) {

  static CommitMeters in(MeterRegistry registry) {
    return new CommitMeters(
        registry.timer("fairlead.scheduler.commit.time"),
        registry.summary("fairlead.scheduler.commit.size"));
  }

  void time(int entries, Runnable commit) {
    time.record(commit);
    size.record(entries);
  }
}
