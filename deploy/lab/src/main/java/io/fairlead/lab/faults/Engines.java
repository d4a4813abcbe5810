package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the instances' engines from outside, whatever their agents say. */
@FunctionalInterface
public interface Engines {

  /**
   * What an engine runs of tasks.
   *
   * @param instance its name
   * @param answers whether it could be looked at; false while it is off or stands still
   */
  record Look(String instance, boolean answers, List<Running> containers) {}

  /** A container that runs. */
  record Running(String task, String name, String id) {}

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
