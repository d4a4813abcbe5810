package io.fairlead.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * The life of one process, from its start to its crash. While it is paused nothing happens in it;
 * after a crash nothing ever will.
 */
final class Life {
  private boolean over;
  private boolean paused;
  private final List<Runnable> held = new ArrayList<>();

  boolean isOver() {
    return over;
  }

  boolean isPaused() {
    return paused;
  }

  void end() {
    over = true;
    held.clear();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    List<Runnable> missed = List.copyOf(held);
    held.clear();
    missed.forEach(Runnable::run);
  }

  /** What happens in the process only while it lives. */
  Runnable within(Runnable what) {
    return () -> {
      if (over) {
        return;
      }
      if (paused) {
        held.add(within(what));
      } else {
        what.run();
      }
    };
  }
}
