package io.fairlead.cli;

import io.fairlead.cli.report.Report;
import io.fairlead.cli.report.Verdict;
import io.fairlead.cli.scenario.Scenario;
import io.fairlead.cli.scenario.ScenarioFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a scenario. */
@Command(
    name = "run",
    description = "Run a scenario: services, faults on a timeline, and what is expected.",
    footer = {"", "Scenarios are in deploy/scenarios; docs/scenarios.md tells how one is written."},
    mixinStandardHelpOptions = true)
final class ChaosRunCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(paramLabel = "FILE", description = "The scenario.")
  Path file = Path.of("");

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What is left to chance is drawn from it (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      description = "Let things happen for so long, whatever the file says: 10m, 2h.")
  Optional<Ago> length = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Where report.json and report.html go (default: ./NAME-SEED).")
  Optional<Path> folder = Optional.empty();

  @Option(names = "--keep", description = "Leave the scenario's services as they are at the end.")
  boolean keep;

  @Override
  public Integer call() {
    Scenario scenario = read();
    try (Client client = target.open();
        LabFaults lab = LabFaults.here()) {
      ScenarioRun run = new ScenarioRun(client, lab, scenario, seed, listening());
      Runtime.getRuntime().addShutdownHook(new Thread(run::heal, "heal"));
      return show(run.run(keep));
    } catch (IOException e) {
      throw new UncheckedIOException("no report could be written", e);
    }
  }

  /** Nothing listens in a simulated container. */
  private static boolean listening() {
    return !"simulated".equals(Installation.here().ready().get("runtime"));
  }

  private Scenario read() {
    try {
      Scenario scenario = ScenarioFile.read(file);
      return length.map(it -> scenario.lasting(it.duration())).orElse(scenario);
    } catch (IOException e) {
      throw CommandFailure.usage("cannot read " + file + ": " + e.getMessage(), "");
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          String.valueOf(e.getMessage()), "docs/scenarios.md tells each member.");
    }
  }

  private int show(Report report) throws IOException {
    Path written =
        folder.orElseGet(
            () ->
                Path.of(
                    report.scenario().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                        + "-"
                        + seed));
    report.write(written);
    System.out.println();
    RecoveryTable.of(report.recoveries()).print(System.out);
    System.out.println();
    for (Verdict verdict : report.verdicts()) {
      System.out.printf(
          "  %-6s  %s: %s%n", verdict.met() ? "met" : "MISSED", verdict.expected(), verdict.seen());
    }
    System.out.printf(
        "%n%s with seed %d %s. Report: %s%n",
        report.scenario(),
        seed,
        report.passed() ? "passed" : "FAILED",
        written.resolve("report.html"));
    return (report.passed() ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
