package io.fairlead.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cli.load.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final FaultBand FAULT = new FaultBand("power-off", "i1", 1_000, 3_000);

  private final Tally tally = new Tally(BEGIN, List.of("i1", "i2"));

  private void task(int millis, String task, String status) {
    tally.task(BEGIN.plusMillis(millis), task, "web", "i1", status);
  }

  private void wanted(int tasks) {
    tally.desired(BEGIN, Map.of("web", tasks));
  }

  @Test
  void countsWhatTheEventsTell() {
    wanted(2);
    task(100, "t1", "PENDING");
    task(200, "t1", "RUNNING");
    task(300, "t1", "RUNNING");
    task(400, "t2", "RUNNING");
    task(500, "t1", "STOPPING");
    task(600, "t1", "STOPPED");

    assertThat(tally.samples())
        .extracting(Sample::at, it -> it.byService().get("web"), it -> it.byInstance().get("i1"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0L, 0, 0),
            org.assertj.core.groups.Tuple.tuple(200L, 1, 1),
            org.assertj.core.groups.Tuple.tuple(400L, 2, 2),
            org.assertj.core.groups.Tuple.tuple(500L, 1, 1));
    assertThat(tally.samples())
        .extracting(Sample::whole)
        .containsExactly(false, false, true, false);
  }

  @Test
  void tellsHowAFaultWasRecoveredFrom() {
    wanted(1);
    task(100, "t1", "RUNNING");
    task(1_500, "t1", "STOPPED");
    task(4_000, "t2", "RUNNING");

    assertThat(Recovery.of(List.of(FAULT), tally.samples()))
        .containsExactly(
            new Recovery(FAULT, Optional.of(500L), Optional.of(3_000L), Optional.of(1_000L)));
  }

  @Test
  void aFaultThatNobodyNoticesNeedsNoRecovery() {
    wanted(1);
    task(100, "t1", "RUNNING");

    assertThat(Recovery.of(List.of(FAULT), tally.samples()))
        .containsExactly(new Recovery(FAULT, Optional.empty(), Optional.of(0L), Optional.of(0L)));
  }

  @Test
  void whatIsMissingIsDueToTheLastFaultBeforeIt() {
    FaultBand early = new FaultBand("container-kill", "i1", 500, 500);
    FaultBand meanwhile = new FaultBand("reboot", "i2", 2_000, 2_000);
    FaultBand late = new FaultBand("reboot", "i2", 9_000, 9_000);
    wanted(1);
    task(100, "t1", "RUNNING");
    task(1_200, "t1", "STOPPED");
    task(4_000, "t2", "RUNNING");

    assertThat(Recovery.of(List.of(early, FAULT, meanwhile, late), tally.samples()))
        .extracting(Recovery::noticed, Recovery::afterHealing)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Optional.of(700L), Optional.of(3_500L)),
            org.assertj.core.groups.Tuple.tuple(Optional.of(200L), Optional.of(1_000L)),
            org.assertj.core.groups.Tuple.tuple(Optional.of(0L), Optional.of(2_000L)),
            org.assertj.core.groups.Tuple.tuple(Optional.empty(), Optional.of(0L)));
  }

  @Test
  void whatDoesNotRecoverIsSaidSo() {
    wanted(1);
    task(100, "t1", "RUNNING");
    task(1_500, "t1", "STOPPED");

    assertThat(Recovery.of(List.of(FAULT), tally.samples()))
        .containsExactly(
            new Recovery(FAULT, Optional.of(500L), Optional.empty(), Optional.empty()));
  }

  @Test
  void writesJsonAndAPageThatNeedsNothingElse(@TempDir Path folder) throws IOException {
    wanted(1);
    task(100, "t1", "RUNNING");
    task(1_500, "t1", "STOPPED");
    Report report =
        new Report(
            "A <zone>",
            "goes dark.",
            7,
            BEGIN.plusNanos(1).toString(),
            5_000,
            List.of(FAULT),
            Recovery.of(List.of(FAULT), tally.samples()),
            List.of(new Report.Thing(900, "scaled web to 1")),
            tally.samples(),
            List.of(new Report.Found(1_600, "lost", "t1", "no container of it runs on i1")),
            List.of(new Report.Answers(1_000, 10, 5)),
            List.of(new Latencies.Figures("churn", 10, 1, 2.5, 3, 4, 5)),
            List.of(new Verdict("nothing lost", false, "once")));

    report.write(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertThat(json.at("/faults/0/target").asText()).isEqualTo("i1");
    assertThat(json.at("/samples/1/byService/web").asInt()).isEqualTo(1);
    assertThat(json.at("/recoveries/0/recovered").isNull()).isTrue();
    assertThat(json.at("/passed").asText()).isEqualTo("false");
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page)
        .contains("A &lt;zone&gt; <small class=\"failed\">failed</small>")
        .contains("power-off of i1, 1.0 to 3.0 s")
        .contains("class=\"running\" d=\"M0 90H0V90H20V0H300V90H1000\"")
        .contains("Calls that were answered", "<td>churn</td><td>10</td><td>1</td><td>2.5</td>")
        .contains("begun 2026-01-01T00:00:00Z, took 5.0 s.", "<strong>MISSED</strong>")
        .contains("no container of it runs on i1", "scaled web to 1")
        .doesNotContain("{{", "http", "<script", "<link");
  }
}
