package io.fairlead.cli;

import io.fairlead.cli.report.Recovery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What faults did: a row each, or one for all of a kind where there are many. */
final class RecoveryTable {
  private static final int MANY = 20;

  private RecoveryTable() {}

  static Table of(List<Recovery> recoveries) {
    return recoveries.size() > MANY ? byFault(recoveries) : each(recoveries);
  }

  private static Table each(List<Recovery> recoveries) {
    Table table =
        new Table(
            "  FAULT", "TARGET", "BEGAN", "NOTICED AFTER", "ALL WHOLE AFTER", "AFTER HEALING");
    for (Recovery recovery : recoveries) {
      table.row(
          "  " + recovery.fault().fault(),
          recovery.fault().target(),
          seconds(Optional.of(recovery.fault().begin())),
          recovery.noticed().isEmpty() ? "not noticed" : seconds(recovery.noticed()),
          seconds(recovery.recovered()),
          seconds(recovery.afterHealing()));
    }
    return table;
  }

  private static Table byFault(List<Recovery> recoveries) {
    Map<String, List<Recovery>> kinds =
        recoveries.stream()
            .collect(
                Collectors.groupingBy(it -> it.fault().fault(), TreeMap::new, Collectors.toList()));
    Table table =
        new Table(
            "  FAULT", "TIMES", "NOTICED", "NOT WHOLE AGAIN", "AFTER HEALING: MEDIAN", "MOST");
    kinds.forEach((fault, all) -> table.row(row(fault, all)));
    return table;
  }

  private static String[] row(String fault, List<Recovery> all) {
    List<Long> after = all.stream().flatMap(it -> it.afterHealing().stream()).sorted().toList();
    return new String[] {
      "  " + fault,
      Integer.toString(all.size()),
      Long.toString(all.stream().filter(it -> it.noticed().isPresent()).count()),
      Integer.toString(all.size() - after.size()),
      seconds(after.isEmpty() ? Optional.empty() : Optional.of(after.get(after.size() / 2))),
      seconds(after.isEmpty() ? Optional.empty() : Optional.of(after.getLast()))
    };
  }

  private static String seconds(Optional<Long> millis) {
    return millis.map(it -> String.format(Locale.ROOT, "%.2f s", it / 1000.0)).orElse("not at all");
  }
}
