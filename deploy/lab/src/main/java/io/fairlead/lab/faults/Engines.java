package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the instances' engines from outside, whatever their agents say. */
@FunctionalInterface
public interface Engines {
  /** How many digits of a container's id engines show. */
  int HANDLE = 12;

  /**
   * What an engine runs of tasks.
   *
   * @param instance its name
   * @param answers whether it could be looked at; false while it is off or stands still
   */
  record Look(String instance, boolean answers, List<Running> containers) {}

  /**
   * A container that runs.
   *
   * @param group of the task, such as {@code service:web}
   */
  record Running(String task, String group, String name, String id) {
    /** Names it among those of its engine. */
    public String handle() {
      String significant = id.replaceFirst("^0{12,}", "");
      return significant.substring(0, Math.min(HANDLE, significant.length()));
    }
  }

  /** All engines at about this moment; none where they cannot be told apart. */
  List<Look> look() throws IOException;

  /** Looks at all of several kinds. */
  static Engines several(List<Engines> kinds) {
    return () -> {
      List<Look> looks = new ArrayList<>();
      for (Engines kind : kinds) {
        looks.addAll(kind.look());
      }
      return looks;
    };
  }
}
