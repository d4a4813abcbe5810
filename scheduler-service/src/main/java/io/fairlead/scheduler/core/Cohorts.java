package io.fairlead.scheduler.core;

import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.packed.Packed;
import io.fairlead.scheduler.core.packed.Records;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tasks of services that have not stopped, by what is alike. */
final class Cohorts {
  private final Records<TaskRecord> records;
  private final Map<String, List<Cohort>> byService = new HashMap<>();

  Cohorts(Records<TaskRecord> records) {
    this.records = records;
  }

  void add(Packed<TaskRecord> row) {
    TaskRecord shared = row.shared();
    List<Cohort> own = byService.computeIfAbsent(shared.getService(), _ -> new ArrayList<>(4));
    for (Cohort cohort : own) {
      if (cohort.takes(shared)) {
        cohort.add(row);
        return;
      }
    }
    Cohort first = new Cohort(shared, records);
    first.add(row);
    own.add(first);
  }

  void remove(Packed<TaskRecord> row) {
    TaskRecord shared = row.shared();
    List<Cohort> own = of(shared.getService());
    for (Cohort cohort : own) {
      if (cohort.takes(shared)) {
        if (cohort.remove(row) && cohort.size() == 0) {
          drop(shared.getService(), cohort);
        }
        return;
      }
    }
  }

  private void drop(String service, Cohort empty) {
    List<Cohort> own = byService.get(service);
    if (own != null && own.remove(empty) && own.isEmpty()) {
      byService.remove(service);
    }
  }

  /** Those of a service. */
  List<Cohort> of(String service) {
    return Collections.unmodifiableList(byService.getOrDefault(service, List.of()));
  }
}
