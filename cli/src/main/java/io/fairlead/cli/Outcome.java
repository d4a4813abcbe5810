package io.fairlead.cli;

import io.fairlead.cli.checker.Finding;
import io.fairlead.cli.checker.Rule;
import io.fairlead.cli.load.Latencies;
import io.fairlead.cli.report.FaultBand;
import io.fairlead.cli.report.Recovery;
import io.fairlead.cli.report.Report;
import io.fairlead.cli.report.Sample;
import io.fairlead.cli.report.Verdict;
import io.fairlead.cli.scenario.Expectations;
import io.fairlead.cli.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a run, and how that compares with what was expected.
 *
 * @param answers none where nobody called
 * @param settled how long after the end all was as it should be; empty where it was not
 */
record Outcome(
    Scenario scenario,
    long seed,
    Instant begin,
    Instant end,
    List<FaultBand> faults,
    List<Report.Thing> things,
    List<Sample> samples,
    List<Finding> findings,
    List<Report.Answers> answers,
    Optional<Latencies> load,
    Optional<Duration> settled) {

  Report report() {
    List<Recovery> recoveries = Recovery.of(faults, samples);
    return new Report(
        scenario.name(),
        scenario.description(),
        seed,
        begin.toString(),
        millis(end),
        faults,
        recoveries,
        things,
        samples,
        findings.stream()
            .map(
                it ->
                    new Report.Found(
                        millis(it.since()), it.rule().word(), it.subject(), it.detail()))
            .toList(),
        answers,
        load.map(Outcome::figures).orElse(List.of()),
        verdicts(recoveries));
  }

  private long millis(Instant at) {
    return Duration.between(begin, at).toMillis();
  }

  private List<Verdict> verdicts(List<Recovery> recoveries) {
    List<Verdict> verdicts = new ArrayList<>();
    Expectations expect = scenario.expect();
    verdicts.add(
        new Verdict(
            "all as it should be within " + seconds(expect.settledWithin()) + " of the end",
            settled.isPresent(),
            settled.map(it -> "after " + seconds(it)).orElse("not in time")));
    if (!recoveries.isEmpty()) {
      verdicts.add(recovered(expect.recoveredWithin(), recoveries));
    }
    for (Rule rule : expect.never()) {
      long found = findings.stream().filter(it -> it.rule() == rule).count();
      verdicts.add(
          new Verdict(
              "never: " + rule.meaning(), found == 0, found == 0 ? "never" : found + " times"));
    }
    expect.answered().ifPresent(least -> verdicts.add(answered(least)));
    expect
        .available()
        .filter(_ -> !answers.isEmpty()) // Simulated containers answer nobody.
        .ifPresent(it -> verdicts.add(available(it)));
    return verdicts;
  }

  private static List<Latencies.Figures> figures(Latencies latencies) {
    List<Latencies.Figures> figures = new ArrayList<>(latencies.each());
    figures.add(latencies.all());
    return figures;
  }

  private Verdict answered(double least) {
    Latencies.Figures all = load.orElseThrow().all();
    return share("of the load's calls", all.answered(), all.answered() + all.failed(), least);
  }

  private Verdict available(Expectations.Availability expected) {
    return share(
        "of the calls to " + expected.service(),
        answers.stream().mapToLong(Report.Answers::answered).sum(),
        answers.stream().mapToLong(Report.Answers::asked).sum(),
        expected.atLeast());
  }

  private static Verdict share(String of, long answered, long asked, double least) {
    double perCent = asked == 0 ? 0 : 100.0 * answered / asked;
    return new Verdict(
        least + " % " + of + " answered",
        perCent >= least,
        String.format(Locale.ROOT, "%.2f %% of %d", perCent, asked));
  }

  private static Verdict recovered(Duration within, List<Recovery> recoveries) {
    long late =
        recoveries.stream()
            .filter(it -> it.afterHealing().filter(after -> after <= within.toMillis()).isEmpty())
            .count();
    long slowest =
        recoveries.stream().flatMap(it -> it.afterHealing().stream()).reduce(0L, Math::max);
    return new Verdict(
        "all services whole within " + seconds(within) + " of a fault's end",
        late == 0,
        late == 0
            ? "at the latest after " + seconds(Duration.ofMillis(slowest))
            : late + " of " + recoveries.size() + " faults not");
  }

  private static String seconds(Duration span) {
    return span.toMillis() / 1000.0 + " s";
  }
}
