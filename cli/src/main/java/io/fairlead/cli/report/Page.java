package io.fairlead.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as one page that needs nothing beside it: no script, no font, no network. */
record Page(Report report) {
  private static final String MISSED = "MISSED";

  String html() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Page.class.getResourceAsStream("report.html"), "report.html")) {
      return new String(in.readAllBytes(), UTF_8)
          .replace("{{title}}", escaped(report.scenario()))
          .replace("{{verdict}}", report.passed() ? "passed" : "failed")
          .replace("{{facts}}", facts())
          .replace("{{verdicts}}", verdicts())
          .replace("{{charts}}", charts())
          .replace("{{recoveries}}", recoveries())
          .replace("{{load}}", load())
          .replace("{{things}}", things())
          .replace("{{findings}}", findings());
    }
  }

  private String facts() {
    return escaped(
        "%s Seed %d, begun %s, took %s s."
            .formatted(
                report.description(),
                report.seed(),
                Instant.parse(report.began()).truncatedTo(ChronoUnit.SECONDS),
                Chart.seconds(report.lasted())));
  }

  private String verdicts() {
    return table(
        ",expected,seen",
        report.verdicts(),
        it -> List.of(it.met() ? "met" : MISSED, it.expected(), it.seen()));
  }

  private String recoveries() {
    return table(
        "fault,from (s),to (s),noticed after (s),all whole after (s),after healing (s)",
        report.recoveries(),
        it ->
            List.of(
                it.fault().fault() + " of " + it.fault().target(),
                Chart.seconds(it.fault().begin()),
                Chart.seconds(it.fault().end()),
                seconds(it.noticed(), "not noticed"),
                seconds(it.recovered(), "not at all"),
                seconds(it.afterHealing(), "not at all")));
  }

  private static String seconds(Optional<Long> millis, String otherwise) {
    return millis.map(Chart::seconds).orElse(otherwise);
  }

  private String things() {
    return table("at (s),", report.things(), it -> List.of(Chart.seconds(it.at()), it.what()));
  }

  private String findings() {
    return table(
        "since (s),rule,of,seen",
        report.findings(),
        it -> List.of(Chart.seconds(it.at()), it.rule(), it.subject(), it.detail()));
  }

  private String charts() {
    StringBuilder charts = new StringBuilder();
    int most =
        most(it -> Stream.concat(it.byService().values().stream(), it.desired().values().stream()));
    for (String service : keys(it -> it.byService().keySet())) {
      charts.append(
          new Chart(report.lasted(), most, report.faults())
              .svg(
                  "Service " + service + ": tasks that run, and that are desired",
                  List.of(
                      line("desired", it -> it.desired().getOrDefault(service, 0)),
                      line("running", it -> it.byService().getOrDefault(service, 0)))));
    }
    if (!report.answers().isEmpty()) {
      charts.append(answers());
    }
    int mostOfInstance = most(it -> it.byInstance().values().stream());
    for (String instance : keys(it -> it.byInstance().keySet())) {
      List<FaultBand> own =
          report.faults().stream().filter(it -> of(it.target(), instance)).toList();
      charts.append(
          new Chart(report.lasted(), mostOfInstance, own)
              .svg(
                  "Instance " + instance + ": tasks that run",
                  List.of(line("running", it -> it.byInstance().getOrDefault(instance, 0)))));
    }
    return charts.toString();
  }

  /** Of the instance itself, or of a container on it. */
  private static boolean of(String target, String instance) {
    return target.equals(instance) || target.startsWith(instance + ":");
  }

  private String answers() {
    List<Chart.Point> points =
        report.answers().stream()
            .map(it -> new Chart.Point(it.at(), (int) Math.round(it.perCent())))
            .toList();
    return new Chart(report.lasted(), 100, report.faults())
        .svg("Calls that were answered, per cent", List.of(new Chart.Line("running", points)));
  }

  private Chart.Line line(String style, ToIntFunction<Sample> value) {
    return new Chart.Line(
        style,
        report.samples().stream()
            .map(it -> new Chart.Point(it.at(), value.applyAsInt(it)))
            .toList());
  }

  private int most(Function<Sample, Stream<Integer>> values) {
    return report.samples().stream().flatMap(values).reduce(1, Math::max);
  }

  private static String oneDigit(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private String load() {
    return table(
        "operation,answered,errors,p50 (ms),p99 (ms),p99.9 (ms)",
        report.load(),
        it ->
            List.of(
                it.name(),
                Long.toString(it.answered()),
                Long.toString(it.failed()),
                oneDigit(it.p50()),
                oneDigit(it.p99()),
                oneDigit(it.p999())));
  }

  private TreeSet<String> keys(Function<Sample, Set<String>> keys) {
    return report.samples().stream()
        .flatMap(it -> keys.apply(it).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * @param heads of the columns, with commas between them
   */
  private static <T> String table(String heads, List<T> values, Function<T, List<String>> cells) {
    if (values.isEmpty()) {
      return "<p>None.</p>\n";
    }
    return values.stream()
        .map(value -> row("td", cells.apply(value)))
        .collect(
            Collectors.joining(
                "", "<table>" + row("th", List.of(heads.split(",", -1))), "</table>\n"));
  }

  private static String row(String kind, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(kind, marked(escaped(cell))))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String marked(String cell) {
    return cell.equals(MISSED) ? "<strong>" + cell + "</strong>" : cell;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
