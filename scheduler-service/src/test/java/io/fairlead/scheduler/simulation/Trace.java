package io.fairlead.scheduler.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What happened: a hash over all of it, to compare two runs, and the last lines for people. */
final class Trace {
  private static final int KEPT = Integer.getInteger("fairlead.simulation.trace", 60);

  private record Line(long at, String what, Object[] details) {
    @Override
    public String toString() {
      return "%10.3f %s %s".formatted(at / 1000.0, what, Arrays.toString(details));
    }
  }

  private final Agenda agenda;
  private final Deque<Line> last = new ArrayDeque<>();
  private long hash = 0xcbf29ce484222325L;

  Trace(Agenda agenda) {
    this.agenda = agenda;
  }

  /**
   * @param details whose texts are the same in each run: strings, numbers, enums
   */
  void note(String what, Object... details) {
    mix(agenda.millis());
    mix(what.hashCode());
    for (Object detail : details) {
      mix(detail instanceof Enum<?> constant ? constant.name().hashCode() : detail.hashCode());
    }
    last.add(new Line(agenda.millis(), what, details));
    if (last.size() > KEPT) {
      last.removeFirst();
    }
  }

  private void mix(long value) {
    hash = (hash ^ value) * 0x100000001b3L;
    hash ^= hash >>> 29;
  }

  long hash() {
    return hash;
  }

  /** The last lines, the newest at the end. */
  String tail() {
    StringBuilder text = new StringBuilder();
    last.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
